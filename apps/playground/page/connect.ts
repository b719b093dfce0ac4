import { connectTraining, type TrainingConnection } from '@romae/trainer/browser'
import type { PlaygroundFunctions } from './worker.ts'

/** Starts a worker, in which everything is computed. */
export function connect(): TrainingConnection<PlaygroundFunctions> {
  return connectTraining<PlaygroundFunctions>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }))
}
