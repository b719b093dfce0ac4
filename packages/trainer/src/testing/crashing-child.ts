import { createEngine } from '@romae/engine'
import { pretrain } from '../pretrain.ts'
import { finish } from '../training/events.ts'
import { resumableOptions } from './resumable-run.ts'
import './setup.ts'

/** `node crashing-child.ts FOLDER STEPS`: a run that goes on from its folder, saves every step, and tells its events. */
const [folder, steps] = process.argv.slice(2)
const engine = await createEngine({ threads: 1 })
const training = {
  steps: Number(steps),
  checkpointFolder: folder!,
  checkpointEvery: 1,
  resume: 'auto',
  engine,
} as const
await finish(pretrain(resumableOptions(training)), (event) => {
  if (event.type !== 'start' && event.type !== 'resume' && event.type !== 'checkpoint') return
  const { type } = event
  process.stdout.write(`${type} ${type === 'start' ? 0 : event.step} ${type === 'resume' ? event.skipped.length : 0}\n`)
})
await engine.dispose()
