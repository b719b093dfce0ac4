import { createEngine, providerByName } from '@romae/engine'
import type { OnnxRuntimeWebOptions } from '@romae/engine/onnxruntime-web'
import type { TrainingRun } from '../training-run.ts'
import { trainingRun } from '../training-run.ts'

/** What the page offers to the check that drives it. */
export interface CheckedPage {
  /** Trains on the engine that `createEngine` takes by itself for these options. */
  train(steps: number, options: OnnxRuntimeWebOptions): Promise<TrainingRun>
}

const page: CheckedPage = {
  async train(steps, options) {
    const engine = await createEngine(providerByName('auto', { ...options }))
    const run = await trainingRun(engine, steps)
    await engine.dispose()
    return run
  },
}
Object.assign(globalThis, { page })
