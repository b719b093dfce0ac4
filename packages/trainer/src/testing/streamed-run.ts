import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '@romae/engine'
import { pretrain } from '../node/runs.ts'
import { tokenizeInWorkers } from '../node/workers/tokenize-in-workers.ts'
import { runToEnd } from '../training/events.ts'
import type fileOfSamples from './file-of-samples.ts'
import { type FileOfSamples, writeSamples } from './file-of-samples.ts'
import './setup.ts'
import { tinyStack } from './waves.ts'

/**
 * `node streamed-run.ts SAMPLES [keep]`: trains for one epoch on a file of that many samples, read by a worker, and prints the
 * bytes of the file, the steps, and resident memory: after the first steps, and the most since. With `keep` the worker keeps
 * what it read.
 */
const [samples, keep] = [Number(process.argv[2]), process.argv[3] === 'keep']
const warmUp = 50
const folder = await mkdtemp(join(tmpdir(), 'romae-streamed-'))
try {
  const path = join(folder, 'samples')
  const bytes = await writeSamples(path, samples)
  const options: FileOfSamples = { path, samples, keep }
  const engine = await createEngine()
  const module = new URL('./file-of-samples.ts', import.meta.url)
  const data = await tokenizeInWorkers<typeof fileOfSamples>(module, { workers: 1, options })
  const model = { encoder: tinyStack, decoder: tinyStack }
  let [steps, before, most] = [0, 0, 0]
  await runToEnd(pretrain({ ...data, model, training: { epochs: 1, batchSize: 16, engine } }), (event) => {
    if (event.type !== 'step') return
    steps = event.step
    const resident = process.memoryUsage.rss()
    if (event.step === warmUp) before = resident
    if (event.step >= warmUp) most = Math.max(most, resident)
  })
  await engine.dispose()
  process.stdout.write(JSON.stringify({ bytes, steps, before, most }))
} finally {
  await rm(folder, { recursive: true, force: true })
}
