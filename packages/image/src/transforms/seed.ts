import { createRandom, type Random } from '@romae/internal/random'
import type { Image } from '../image/image.ts'
import { requireNumber } from '../options.ts'

/**
 * What a random transform's choices depend on, together with the image's id and the transform's own name; not on the
 * order of calls.
 */
export interface SeedOptions {
  /** An integer from 0 to 4294967295. */
  readonly seed: number
  /** The same image gets other choices in every epoch. Defaults to 0. */
  readonly epoch?: number
}

/** The keys of {@link SeedOptions}. */
export const SEED_KEYS = ['seed', 'epoch'] as const

/** The stream of random numbers for one use of one transform on one image. */
export function randomFor(of: string, { id }: Image, { seed, epoch = 0 }: SeedOptions): Random {
  requireNumber(of, 'seed', seed, 'an integer from 0 to 4294967295', (value) => value === value >>> 0)
  requireNumber(of, 'epoch', epoch, 'an integer of at least 0', (value) => Number.isSafeInteger(value) && value >= 0)
  return createRandom(seed, of, epoch, id)
}

/** A uniform number in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform()
}
