import { exposeTraining, handOver, pretrain, type WorkerContext } from '@romae/trainer/browser'
import { savingData } from '../page-saving.ts'

const functions = {
  /** A run in a folder of the browser. */
  async *train({ steps, folder }: { readonly steps: number; readonly folder: string }, { signal }: WorkerContext) {
    const training = {
      steps,
      batchSize: 4,
      checkpointFolder: folder,
      checkpointEvery: 3,
      resume: 'auto',
      signal,
    } as const
    return yield* pretrain({ ...savingData(), training })
  },
  /** Doubles numbers, which go there and back without a copy. */
  async double(numbers: Float32Array<ArrayBuffer>) {
    const doubled = numbers.map((value) => 2 * value)
    return handOver(doubled, [doubled.buffer])
  },
}

export type WorkerOfPage = typeof functions

exposeTraining(functions)
