import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { createRandom } from '@romae/internal/random'
import { readOption, readOptions, seedOption } from '../options.ts'
import { countsOf, makeSplits, type Splits } from './splits.ts'

/** Two numbers, rising. */
const rangeOption = {
  kind: value<readonly [number, number]>(),
  test: (given: unknown) =>
    Array.isArray(given) && given.length === 2 && given.every(Number.isFinite) && given[0] < given[1],
  expected: 'two finite numbers, rising',
} as const

const schema = {
  seed: seedOption,
  ...countsOf(20_000, 2000, 4000),
  length: { kind: 'integer', least: 1, most: 1e6, default: 10, help: 'tokens of each series' },
  axes: { kind: 'integer', least: 1, most: 3, default: 1, help: 'position axes' },
  range: { ...rangeOption, default: [1, 50], help: 'positions lie from the first to the second' },
} as const satisfies Schema

/** Options of {@link generatePositions}; the source has no validation split. */
export interface PositionOptions extends OptionsOf<typeof schema> {}

/** One split of the position data. */
export interface PositionSplit {
  /** Series. */
  readonly count: number
  /** Tokens of each. */
  readonly length: number
  /** Position axes. */
  readonly axes: number
  /** `[count, length]`: ones. */
  readonly values: Float32Array
  /** `[count, axes, length]`: positions, in no order; they are the targets too. */
  readonly positions: Float32Array
}

/**
 * Tokens that are all alike but for their positions, which a model is to tell: RoMAE's position reconstruction
 * (Sec. 5.1, Table 1; App. B.1 with one token and the ranges `[0, 100]` and `[0, 1000]`).
 *
 * Positions are uniform and independent. The paper prints the range (0, 50), but its table's 200.33 for guessing the
 * mean is the variance of its code's range (1, 50), 49² / 12 = 200.08, which is the default here.
 *
 * The same seed gives the same bytes.
 *
 * @throws RomaeError `DATASETS_UNKNOWN_OPTION`, `DATASETS_INVALID_OPTION`
 */
export function generatePositions(options: PositionOptions): Splits<PositionSplit> {
  const { seed, length, axes, range, ...counts } = readOptions('generatePositions', schema, options)
  const [low, high] = range
  return makeSplits(counts, (name, count) => {
    const positions = new Float32Array(count * axes * length)
    for (let series = 0; series < count; series++) {
      const random = createRandom(seed, 'positions', name, series)
      const own = positions.subarray(series * axes * length, (series + 1) * axes * length)
      for (let index = 0; index < own.length; index++) own[index] = low + (high - low) * random.uniform()
    }
    return { count, length, axes, values: new Float32Array(count * length).fill(1), positions }
  })
}

/**
 * Series of one token each, at equal distances over a range, both ends included: the test points of the range curves
 * of RoMAE's paper (Fig. 2: 500 points).
 *
 * @throws RomaeError `DATASETS_INVALID_OPTION`
 */
export function positionGrid(range: readonly [number, number], count: number): PositionSplit {
  const [low, high] = readOption('positionGrid', 'range', rangeOption, range)
  readOption('positionGrid', 'count', { kind: 'integer', least: 2, most: 1e6 }, count)
  const positions = Float32Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1))
  return { count, length: 1, axes: 1, values: new Float32Array(count).fill(1), positions }
}
