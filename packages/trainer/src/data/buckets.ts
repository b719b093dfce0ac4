import type { Random } from '@romae/core'

/** Samples that are padded to one length, so that one compiled step serves them. */
export interface Bucket {
  /** The longest sample's length: what all are padded to. */
  readonly length: number
  /** Indices of samples. */
  readonly samples: Int32Array
}

/** Which samples make up one step. */
export interface BatchPlan {
  readonly length: number
  readonly samples: Int32Array
}

/**
 * Divides samples by length into at most `count` buckets of about equal numbers of samples. Samples of one length are
 * never divided, so that data of equal lengths make one bucket.
 */
export function makeBuckets(lengths: readonly number[], count: number): Bucket[] {
  const order = lengths.map((_, index) => index).sort((a, b) => lengths[a]! - lengths[b]! || a - b)
  const buckets: Bucket[] = []
  let start = 0
  for (let bucket = 1; bucket <= count && start < order.length; bucket++) {
    let end = bucket === count ? order.length : Math.max(start + 1, Math.round((bucket * order.length) / count))
    while (end < order.length && lengths[order[end]!] === lengths[order[end - 1]!]) end++
    buckets.push({ length: lengths[order[end - 1]!]!, samples: Int32Array.from(order.slice(start, end)) })
    start = end
  }
  return buckets
}

/**
 * The batches of one epoch: every sample once, shuffled within its bucket, batches of all buckets in random order. The
 * last batch of a bucket may be smaller.
 */
export function epochBatches(buckets: readonly Bucket[], batchSize: number, random: Random): BatchPlan[] {
  const batches: BatchPlan[] = []
  buckets.forEach(({ length, samples }, bucket) => {
    const order = random.fork(bucket).shuffle(samples.slice())
    for (let start = 0; start < order.length; start += batchSize) {
      batches.push({ length, samples: order.slice(start, start + batchSize) })
    }
  })
  const order = random.fork('order').shuffle(Int32Array.from(batches.keys()))
  return Array.from(order, (index) => batches[index]!)
}

/** The number of batches in an epoch. */
export function batchesPerEpoch(buckets: readonly Bucket[], batchSize: number): number {
  return buckets.reduce((sum, { samples }) => sum + Math.ceil(samples.length / batchSize), 0)
}

/**
 * Batches for evaluation, in a fixed order. All batches of a bucket have the same number of samples, so that one compiled
 * program serves them: the last begins early enough, and so repeats some samples of the one before.
 */
export function* evenBatches(buckets: readonly Bucket[], batchSize: number): Generator<BatchPlan> {
  for (const { length, samples } of buckets) {
    const rows = Math.ceil(samples.length / Math.ceil(samples.length / batchSize))
    for (let start = 0; start < samples.length; start += rows) {
      const first = Math.min(start, samples.length - rows)
      yield { length, samples: samples.subarray(first, first + rows) }
    }
  }
}
