import { createEngine } from '@romae/engine'
import { onnxruntimeNode } from '@romae/engine/onnxruntime-node'
import { logTo } from '../node/run-log/log-to.ts'
import { pretrain } from '../node/runs.ts'
import { runToEnd } from '../training/events.ts'
import { everythingOn } from './resumable-run.ts'

/**
 * `node crashing-child.ts FOLDER STEPS`: a run with every option on that goes on from its folder, logs, saves every step, and
 * tells its events.
 */
const [folder, steps] = process.argv.slice(2)
const engine = await createEngine(onnxruntimeNode({ threads: 1 }))
const training = {
  steps: Number(steps),
  checkpointFolder: folder!,
  checkpointEvery: 1,
  resume: 'auto',
  engine,
} as const
const options = everythingOn(training)
// All steps are made, whatever they come to.
const run = pretrain({ ...options, evaluation: { ...options.evaluation!, patience: Number(steps) } })
const log = logTo(folder!)
await runToEnd(run, async (event) => {
  await log(event)
  if (event.type !== 'start' && event.type !== 'resume' && event.type !== 'checkpoint') return
  const { type } = event
  process.stdout.write(`${type} ${type === 'start' ? 0 : event.step} ${type === 'resume' ? event.skipped.length : 0}\n`)
})
await engine.dispose()
