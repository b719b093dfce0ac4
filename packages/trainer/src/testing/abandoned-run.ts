import { pretrain } from '../node/runs.ts'
import { tokenizeInWorkers } from '../node/workers/tokenize-in-workers.ts'
import './setup.ts'

/** A run whose data come from workers, and that nobody asks for more than its first step. */
const data = await tokenizeInWorkers(new URL('./wave-data.ts', import.meta.url), { workers: 2 })
const { tokenizer, samples } = data
const run = pretrain({ tokenizer, samples, training: { steps: 50, batchSize: 4 } })
for (;;) {
  const { value, done } = await run.next()
  if (done === true || value.type !== 'step') continue
  process.stdout.write(`step ${value.step}\n`)
  break
}
