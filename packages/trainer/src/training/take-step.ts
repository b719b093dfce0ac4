import { type HostTensors, splitRows, type TrainingSession } from '@romae/engine'
import { RomaeError } from '@romae/tokenizer'
import { errors } from '../errors.ts'

/** One batch, and how it is to be learned from. */
export interface StepPlan {
  /** Of this process's rows; null where it has none, as one of several ranks. */
  readonly inputs: HostTensors | null
  /** Whether other ranks make the step too. */
  readonly ofRanks: boolean
  /** Indices of its samples. */
  readonly samples: Int32Array
  /** The step's number, from 1. */
  readonly step: number
  readonly learningRate: number
  /** At most this many samples are computed at a time; null computes all at once. */
  readonly microBatchSize: number | null
  /** The denominator of a micro-batch's mean loss. */
  lossWeight(inputs: HostTensors): number
}

/**
 * One update. Outputs are there where one run has computed them for the whole batch. An engine knows that a number was not finite; only the loop knows which samples it came from.
 *
 * @throws RomaeError `TRAINER_NOT_FINITE`, `ENGINE_*`
 */
export async function takeStep(
  session: TrainingSession,
  { inputs, ofRanks, samples, step, learningRate, microBatchSize, lossWeight }: StepPlan,
): Promise<{ loss: number; gradientNorm: number; outputs?: HostTensors }> {
  try {
    if (microBatchSize === null && !ofRanks) return await session.step(inputs, { learningRate })
    const pieces = inputs === null ? [] : splitRows(inputs, microBatchSize ?? samples.length)
    const microBatches = pieces.map((rows) => ({ inputs: rows, weight: lossWeight(rows) }))
    const { loss, gradientNorm } = await session.stepMicroBatches(microBatches, { learningRate })
    return { loss, gradientNorm }
  } catch (cause) {
    if (!RomaeError.isInstance(cause, 'ENGINE_NON_FINITE') && !RomaeError.isInstance(cause, 'ENGINE_INPUT_NAN')) {
      throw cause
    }
    throw errors.TRAINER_NOT_FINITE({ step, samples: [...samples], cause: cause.message }, cause)
  }
}
