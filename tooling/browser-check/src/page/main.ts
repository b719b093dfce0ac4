import { createEngine, type EngineOptions } from '@romae/engine'
import type { TrainingRun } from '../training-run.ts'
import { trainingRun } from '../training-run.ts'

/** What the page offers to the check that drives it. */
export interface CheckedPage {
  /** Trains on the engine that `createEngine` takes by itself for these options. */
  train(steps: number, options: EngineOptions): Promise<TrainingRun>
}

const page: CheckedPage = {
  async train(steps, options) {
    const engine = await createEngine(options)
    const run = await trainingRun(engine, steps)
    await engine.dispose()
    return run
  },
}
Object.assign(globalThis, { page })
