import type { OptionsOf, Schema } from '@romae/internal/options'
import { createRandom } from '@romae/internal/random'
import type { Splits } from '../generators/splits.ts'
import { readOptions, seedOption } from '../options.ts'

const part = { kind: 'number', least: 0, below: 1 } as const

const schema = {
  seed: { ...seedOption, help: 'the same seed gives the same parts' },
  test: { ...part, default: 0.2, help: 'fraction of all that is for testing' },
  validation: { ...part, default: 0.2, help: 'fraction of the rest that is for choosing a model' },
} as const satisfies Schema

/** Options of {@link splitSeries}. */
export interface SplitOptions extends OptionsOf<typeof schema> {}

/**
 * Divides a data set that has no official splits, at random: by default 64 % for training, 16 % for validation and 20 %
 * for testing, the proportions of mTAN and HeTVAE on PhysioNet. (Their validation part is in the training part too;
 * here each sample is in one.)
 *
 * @returns the three parts, each in the order of the input
 * @throws RomaeError `DATASETS_UNKNOWN_OPTION`, `DATASETS_INVALID_OPTION`
 */
export function splitSeries<Sample>(samples: readonly Sample[], options: SplitOptions): Splits<readonly Sample[]> {
  const { seed, test, validation } = readOptions('splitSeries', schema, options)
  const order = createRandom(seed, 'split').shuffle(Uint32Array.from(samples.keys()))
  const testCount = Math.round(test * samples.length)
  const validationCount = Math.round(validation * (samples.length - testCount))
  const take = (from: number, to: number) =>
    [...order.subarray(from, to)].sort((a, b) => a - b).map((at) => samples[at]!)
  return {
    test: take(0, testCount),
    validation: take(testCount, testCount + validationCount),
    train: take(testCount + validationCount, samples.length),
  }
}
