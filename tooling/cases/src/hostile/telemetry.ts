import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { record, toOnnx } from '@romae/compiler'
import * as tf from '@tensorflow/tfjs'
import { type Case, Skipped } from '../case.ts'
import { type Observation, repository, runObserved, script, unwatched } from '../observed-run.ts'

/** @throws what a command left or turned to that is not ours, or why it failed */
function checkQuiet({ code, stderr, files, contacts }: Observation): string | undefined {
  if (code !== 0) throw new Error(`it ended with ${code}: ${stderr.trim()}`)
  const ours = path.join('.cache', 'romae') + path.sep
  const foreign = files.filter((file) => !file.startsWith(ours))
  if (foreign.length > 0) throw new Error(`it left ${foreign.join(', ')}`)
  if (contacts !== null && contacts.length > 0) throw new Error(`it turned to ${contacts.join(', ')}`)
  return unwatched ?? undefined
}

/** What we load or start tells nobody of it. */
export const telemetryCases: readonly Case[] = [
  {
    name: 'a command leaves no files but its own, and turns to nobody',
    async try({ folder }) {
      const data = path.join(folder, 'data')
      await mkdir(data)
      const rows = Array.from({ length: 60 }, (_, hour) => `${hour},${hour % 7 === 3 ? '' : Math.sin(hour)}`)
      await writeFile(path.join(data, 'waves.csv'), `time,value\n${rows.join('\n')}\n`)
      const words = ['impute', 'waves.csv', '--time', 'time', '--steps', '2']
      const remark = checkQuiet(await runObserved(folder, data, script('apps/timeseries/src/main.ts', ...words)))
      // ONNX Runtime's queue of events has been seen in the current folder too.
      const left = (await readdir(data)).filter((name) => !/^(waves\.|runs$)/.test(name))
      if (left.length > 0) throw new Error(`it left ${left.join(', ')} beside the file`)
      return remark
    },
  },
  {
    name: 'an engine that is in use for a while turns to nobody, in the main thread and in a worker',
    async try({ folder }) {
      const observed = ['main', 'worker'].map(async (thread) => {
        const own = path.join(folder, thread)
        await mkdir(own)
        return checkQuiet(await runObserved(own, own, script('tooling/cases/src/hostile/telemetry-child.ts', thread)))
      })
      return (await Promise.all(observed))[0]
    },
  },
  {
    name: 'building turns to nobody',
    async try({ folder }) {
      const build = script('tooling/checks/src/run-turbo.ts', 'build', '--dry=json')
      return checkQuiet(await runObserved(folder, repository, build))
    },
  },
  {
    name: 'tests turn to nobody, also those that load ONNX Runtime themselves',
    async try({ folder }) {
      const [preset, owner] = ['tooling/build/src/vitest.js', 'packages/compiler/package.json'].map((file) =>
        JSON.stringify(path.join(repository, file)),
      )
      await mkdir(path.join(folder, 'src'))
      const config = `import { packageTests } from ${preset}\nexport default packageTests()\n`
      await writeFile(path.join(folder, 'vitest.config.mjs'), config)
      const test = `import { createRequire } from 'node:module'
        import { expect, it } from ${JSON.stringify(import.meta.resolve('vitest'))}
        const { InferenceSession } = createRequire(${owner})('onnxruntime-node')
        it('loads', () => expect(InferenceSession.create(new Uint8Array(1))).rejects.toThrow())`
      await writeFile(path.join(folder, 'src', 'a.test.ts'), test)
      const main = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')))
      const remark = checkQuiet(await runObserved(folder, folder, [process.execPath, main, 'run', '--root', folder]))
      // The folder for caches that the preset gives to tests.
      const left = await readdir(path.join(folder, 'node_modules', '.cache')).catch(() => [])
      if (left.length > 0) throw new Error(`it left ${left.join(', ')} in the folder for caches`)
      return remark
    },
  },
  {
    name: 'Python’s ONNX Runtime, which checks exported models, turns to nobody',
    async try({ folder }) {
      const python = process.env.PEER_PYTHON
      if (!python) throw new Skipped('PEER_PYTHON names no Python: "pnpm bench peer FOLDER" makes one')
      const model = toOnnx(record(({ x }) => ({ y: tf.neg(x!) }), { x: { shape: [1] } }))
      await writeFile(path.join(folder, 'negated.onnx'), model)
      const files = [{ file: 'negated.onnx', output: 'y', trials: [{ x: { shape: [1], offset: 0 } }] }]
      await writeFile(path.join(folder, 'cases.json'), JSON.stringify({ files }))
      await writeFile(path.join(folder, 'tensors.f32'), new Float32Array(1))
      const check = path.join(repository, 'tooling/export-check/src/run_cases.py')
      return checkQuiet(await runObserved(folder, folder, [python, check, folder]))
    },
  },
]
