import { createEngine } from '@romae/engine'
import { onnxruntimeNode } from '@romae/engine/onnxruntime-node'
import { pretrain } from '../node/runs.ts'
import { tokenizeInWorkers } from '../node/workers/tokenize-in-workers.ts'
import { runToEnd } from '../training/events.ts'
import './setup.ts'
import { allRates, tinyStack } from './waves.ts'

/**
 * `node --expose-gc long-run.ts STEPS`: trains on data from a worker, and prints its memory after 500 steps and at the
 * end, each time after a garbage collection: what it would free anyway is no growth.
 */
const steps = Number(process.argv[2])
const measured: { readonly resident: number; readonly heap: number }[] = []
function measure(): void {
  globalThis.gc!()
  const { rss, heapUsed } = process.memoryUsage()
  measured.push({ resident: rss, heap: heapUsed })
}
/** The worker collects its garbage soon, so that what it has not yet collected does not count as growth. */
const resourceLimits = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 4 }
const engine = await createEngine(onnxruntimeNode({ threads: 1 }))
const { tokenizer, samples } = await tokenizeInWorkers(new URL('./wave-data.ts', import.meta.url), {
  workers: 1,
  resourceLimits,
})
const stack = { ...tinyStack, ...allRates }
const training = { steps, batchSize: 4, lengthBuckets: 2, engine }
await runToEnd(pretrain({ tokenizer, samples, model: { encoder: stack, decoder: stack }, training }), (event) => {
  if (event.type === 'step' && (event.step === 500 || event.step === steps)) measure()
})
await engine.dispose()
process.stdout.write(JSON.stringify(measured))
