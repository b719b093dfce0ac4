import { failedAllocation } from '@romae/internal/errors'
import { RomaeError } from '@romae/tokenizer'
import type { PlannedBatch } from '../data/plan.ts'
import { errors, reasonOf } from '../errors.ts'
import { microBatchSize, type ResolvedTraining } from './options.ts'

/**
 * Runs a part of a step. Where there is no memory for it, be it for the step's inputs or in the engine, the error says what
 * the batch is and what makes it smaller.
 *
 * @throws RomaeError `TRAINER_OUT_OF_MEMORY`, and what `run` throws
 */
export async function withinMemory<Result>(
  { step, samples, length }: PlannedBatch,
  training: ResolvedTraining,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (cause) {
    if (failedAllocation(cause) === null && !RomaeError.isInstance(cause, 'ENGINE_OUT_OF_MEMORY')) throw cause
    const { gradientAccumulationSteps } = training
    const atATime = Math.min(microBatchSize(training) ?? Infinity, samples.length)
    const fields = {
      step: step + 1,
      samples: samples.length,
      length,
      atATime,
      gradientAccumulationSteps,
      reason: reasonOf(cause),
    }
    throw errors.TRAINER_OUT_OF_MEMORY(fields, cause)
  }
}
