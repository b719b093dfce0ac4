import { createRandom } from '@romae/internal/random'
import type { Splits } from '../generators/splits.ts'
import { checkOptions, requireNumber, requireSeed } from '../options.ts'

/** Options of {@link splitSeries}. */
export interface SplitOptions {
  /** An integer from 0 to 2³² − 1. */
  readonly seed: number
  /** The fraction of all that is for testing. Defaults to 0.2. */
  readonly test?: number
  /** The fraction of the rest that is for choosing a model. Defaults to 0.2. */
  readonly valid?: number
}

/**
 * Divides a data set that has no official splits, at random: by default 64 % for training, 16 % for validation and 20 %
 * for testing, the proportions of mTAN and HeTVAE on PhysioNet. (Their validation part is in the training part too;
 * here each sample is in one.)
 *
 * @returns the three parts, each in the order of the input
 * @throws RomaeError `DATASETS_UNKNOWN_OPTION`, `DATASETS_INVALID_OPTION`
 */
export function splitSeries<Sample>(samples: readonly Sample[], options: SplitOptions): Splits<readonly Sample[]> {
  const of = 'splitSeries'
  checkOptions(of, options, ['seed', 'test', 'valid'])
  const { seed, test = 0.2, valid = 0.2 } = options
  requireSeed(of, seed)
  for (const [key, value] of Object.entries({ test, valid })) {
    requireNumber(of, key, value, 'a number in [0, 1)', (fraction) => fraction >= 0 && fraction < 1)
  }
  const order = createRandom(seed, 'split').shuffle(Uint32Array.from(samples.keys()))
  const testCount = Math.round(test * samples.length)
  const validCount = Math.round(valid * (samples.length - testCount))
  const part = (from: number, to: number) =>
    [...order.subarray(from, to)].sort((a, b) => a - b).map((at) => samples[at]!)
  return {
    test: part(0, testCount),
    valid: part(testCount, testCount + validCount),
    train: part(testCount + validCount, samples.length),
  }
}
