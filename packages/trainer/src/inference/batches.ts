import { type BatchPlan, evenBatches, makeBuckets } from '../data/buckets.ts'

/** Samples of one call are padded to one of at most this many lengths. */
export const inferenceBuckets = 4

/**
 * Batches of samples of like lengths. Every sample is in one; a batch may repeat samples.
 *
 * @param fit what lengths and numbers of samples are made, so that there are few different ones
 * @param partLengths of several modalities, how many tokens each sample has of each
 */
export function inferenceBatches(
  lengths: readonly number[],
  batchSize: number,
  fit: (size: number) => number,
  partLengths: readonly (readonly number[])[] | null = null,
): readonly BatchPlan[] {
  const batches = [...evenBatches(makeBuckets(lengths, inferenceBuckets, partLengths), batchSize)]
  return batches.map(({ length, parts, samples }) => {
    const rows = Math.min(batchSize, fit(samples.length))
    const last = samples[samples.length - 1]!
    const ofParts = parts && { parts: parts.map((part) => fit(Math.max(1, part))) }
    return {
      length: fit(length),
      ...ofParts,
      samples: Int32Array.from({ length: rows }, (_, row) => samples[row] ?? last),
    }
  })
}

/** The next of 1, 2, …, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, …: at most a quarter more. */
export function roundUp(size: number): number {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(size)) - 2)
  return Math.ceil(size / step) * step
}
