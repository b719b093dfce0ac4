import type { Random } from '@romae/core'
import { errors } from '../errors.ts'

/** What samples are padded to. */
export interface PaddedLength {
  /** The longest sample's length; of several modalities, that of all of them together. */
  readonly length: number
  /** Of several modalities: the longest length of each, 0 of one that no sample has. */
  readonly parts?: readonly number[]
}

/** Samples that are padded to one length, so that one compiled step serves them. */
export interface Bucket extends PaddedLength {
  /** Indices of samples. */
  readonly samples: Int32Array
}

/** Which samples make up one step. */
export interface BatchPlan extends PaddedLength {
  readonly samples: Int32Array
}

/**
 * Divides samples by length into at most `count` buckets of about equal numbers of samples. Samples of one length are
 * never divided, so that data of equal lengths make one bucket.
 *
 * @param partLengths of several modalities, how many tokens each sample has of each; null for one modality
 */
export function makeBuckets(
  lengths: readonly number[],
  count: number,
  partLengths: readonly (readonly number[])[] | null = null,
): Bucket[] {
  const order = lengths.map((_, index) => index).sort((a, b) => lengths[a]! - lengths[b]! || a - b)
  const buckets: Bucket[] = []
  let start = 0
  for (let bucket = 1; bucket <= count && start < order.length; bucket++) {
    let end = bucket === count ? order.length : Math.max(start + 1, Math.round((bucket * order.length) / count))
    while (end < order.length && lengths[order[end]!] === lengths[order[end - 1]!]) end++
    const samples = Int32Array.from(order.slice(start, end))
    const parts = partLengths && { parts: longestParts(partLengths, samples) }
    buckets.push({ length: lengths[order[end - 1]!]!, ...parts, samples })
    start = end
  }
  return buckets
}

function longestParts(partLengths: readonly (readonly number[])[], samples: Int32Array): number[] {
  const longest = new Array<number>(partLengths[0]!.length).fill(0)
  for (const sample of samples) {
    for (const [part, length] of partLengths[sample]!.entries()) longest[part] = Math.max(longest[part]!, length)
  }
  return longest
}

/** How a bucket's samples make batches. */
export interface BatchOptions {
  readonly batchSize: number
  /** Leaves out samples of a bucket that do not fill a batch, others in each epoch. */
  readonly dropLast: boolean
}

/**
 * The batches of one epoch: every sample once, shuffled within its bucket, batches of all buckets in random order. The
 * last batch of a bucket is smaller, or left out with `dropLast`.
 */
export function epochBatches(buckets: readonly Bucket[], options: BatchOptions, random: Random): BatchPlan[] {
  const batches: BatchPlan[] = []
  buckets.forEach(({ samples, ...padded }, bucket) => {
    const order = random.fork(bucket).shuffle(samples.slice())
    for (let batch = 0; batch < batchesOf(samples.length, options); batch++) {
      const start = batch * options.batchSize
      batches.push({ ...padded, samples: order.slice(start, start + options.batchSize) })
    }
  })
  const order = random.fork('order').shuffle(Int32Array.from(batches.keys()))
  return Array.from(order, (index) => batches[index]!)
}

/**
 * The number of batches in an epoch.
 *
 * @throws RomaeError `TRAINER_OPTION` where `dropLast` would leave out a whole bucket in every epoch
 */
export function batchesPerEpoch(buckets: readonly Bucket[], options: BatchOptions): number {
  const small = buckets.find(({ samples }) => batchesOf(samples.length, options) === 0)
  if (small !== undefined) {
    const expected =
      `false, or batchSize at most ${small.samples.length}, or fewer buckets: the bucket of samples with up to ` +
      `${small.length} tokens has only ${small.samples.length} samples, and would never be trained on`
    throw errors.TRAINER_OPTION({ key: 'dropLast', got: true, expected })
  }
  return buckets.reduce((sum, { samples }) => sum + batchesOf(samples.length, options), 0)
}

/** How many of a bucket's samples an epoch trains on. */
export function samplesAnEpoch(samples: number, options: BatchOptions): number {
  return Math.min(samples, batchesOf(samples, options) * options.batchSize)
}

/** The number of batches that a bucket of so many samples makes. */
export function batchesOf(samples: number, { batchSize, dropLast }: BatchOptions): number {
  return dropLast ? Math.floor(samples / batchSize) : Math.ceil(samples / batchSize)
}

/**
 * Batches for evaluation, in a fixed order. All batches of a bucket have the same number of samples, so that one compiled
 * program serves them: the last begins early enough, and so repeats some samples of the one before.
 */
export function* evenBatches(buckets: readonly Bucket[], batchSize: number): Generator<BatchPlan> {
  for (const { samples, ...padded } of buckets) {
    const rows = Math.ceil(samples.length / Math.ceil(samples.length / batchSize))
    for (let start = 0; start < samples.length; start += rows) {
      const first = Math.min(start, samples.length - rows)
      yield { ...padded, samples: samples.subarray(first, first + rows) }
    }
  }
}
