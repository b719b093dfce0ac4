import type { BatchPlan } from './buckets.ts'

/** The batch of one step. */
export interface PlannedBatch extends BatchPlan {
  /** From 0. */
  readonly step: number
  /** From 1. */
  readonly epoch: number
  /** Whether the pass over the data ends with it. */
  readonly endsEpoch: boolean
}

/**
 * The batches of the steps `from`, …, `to - 1`, across epochs.
 *
 * @param epochOf the batches of an epoch (from 1)
 * @param perEpoch how many these are
 */
export function* planBatches(
  epochOf: (epoch: number) => readonly BatchPlan[],
  perEpoch: number,
  from: number,
  to: number,
): Generator<PlannedBatch> {
  let batches: readonly BatchPlan[] = []
  for (let step = from; step < to; step++) {
    const place = step % perEpoch
    const epoch = Math.floor(step / perEpoch) + 1
    if (step === from || place === 0) batches = epochOf(epoch)
    yield { ...batches[place]!, step, epoch, endsEpoch: place === perEpoch - 1 }
  }
}
