import { createEngine } from '@romae/engine'
import type { TrainingRun } from '../training-run.ts'
import { trainingRun } from '../training-run.ts'

/** What the page offers to the check that drives it. */
export interface CheckedPage {
  /** Trains on the engine that `createEngine` takes by itself, with this many threads if it can. */
  train(steps: number, threads: number): Promise<TrainingRun>
}

const page: CheckedPage = {
  async train(steps, threads) {
    const engine = await createEngine({ threads })
    const run = await trainingRun(engine, steps)
    await engine.dispose()
    return run
  },
}
Object.assign(globalThis, { page })
