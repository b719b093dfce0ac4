import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { trainingEngine } from './training-engine.ts'

const choice = { verbose: false, resume: true }

it('is the one that was asked for, else that of runs that go on, else the fastest', async () => {
  const folder = await temporaryFolder()
  const run = join(folder, 'seed-1', 'pretraining')
  mkdirSync(run, { recursive: true })
  expect(await trainingEngine(folder, choice)).toEqual({ ...choice, trains: true })
  const sessions = ['tensorflow', 'onnxruntime-node'].map((name) => ({ engine: { name } }))
  writeFileSync(join(run, 'environment.json'), JSON.stringify(sessions))
  expect(await trainingEngine(folder, choice)).toEqual({ ...choice, engine: 'tensorflow' })
  expect(await trainingEngine(folder, { ...choice, resume: false })).toEqual({ ...choice, resume: false, trains: true })
  const asked = { ...choice, engine: 'tfjs' as const }
  expect(await trainingEngine(folder, asked)).toBe(asked)
  writeFileSync(join(run, 'environment.json'), '[{ "engine": { "name": "another" } }]')
  expect(await trainingEngine(folder, choice)).toEqual({ ...choice, trains: true })
})
