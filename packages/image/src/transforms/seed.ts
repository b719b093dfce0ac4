import { type OptionsOf, type ResolvedOf, type Schema, seed } from '@romae/internal/options'
import { createRandom, type Random } from '@romae/internal/random'
import type { Image } from '../image/image.ts'

export const seedSchema = {
  seed: { ...seed, required: true, help: 'of the choices, which do not depend on the order of calls' },
  epoch: { kind: 'integer', least: 0, default: 0, help: 'the same image gets other choices in every epoch' },
} as const satisfies Schema

/**
 * What a random transform's choices depend on, together with the image's id and the transform's own name; not on the
 * order of calls.
 */
export interface SeedOptions extends OptionsOf<typeof seedSchema> {}

/** The stream of random numbers for one use of one transform on one image. */
export function randomFor(of: string, { id }: Image, { seed, epoch }: ResolvedOf<typeof seedSchema>): Random {
  return createRandom(seed, of, epoch, id)
}

/** A uniform number in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform()
}
