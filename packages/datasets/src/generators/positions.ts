import { createRandom } from '@romae/internal/random'
import { errors } from '../errors.ts'
import { checkOptions, requireInteger, requireSeed } from '../options.ts'
import { makeSplits, type SplitCounts, type Splits, splitNames } from './splits.ts'

/** Options of {@link generatePositions}. */
export interface PositionOptions extends SplitCounts {
  /** An integer from 0 to 2³² − 1. */
  readonly seed: number
  /** Series. Defaults to 20000. */
  readonly train?: number
  /** Series. Defaults to 2000; the source has no validation split. */
  readonly valid?: number
  /** Series. Defaults to 4000. */
  readonly test?: number
  /** Tokens of each series. Defaults to 10. */
  readonly length?: number
  /** Position axes. Defaults to 1. */
  readonly axes?: number
  /** Positions lie from the first to the second. Defaults to `[1, 50]`. */
  readonly range?: readonly [number, number]
}

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
  const of = 'generatePositions'
  checkOptions(of, options, ['seed', ...splitNames, 'length', 'axes', 'range'])
  const { seed, train = 20_000, valid = 2000, test = 4000, length = 10, axes = 1, range = [1, 50] } = options
  requireSeed(of, seed)
  requireInteger(of, 'length', length, 1, 1e6)
  requireInteger(of, 'axes', axes, 1, 3)
  requireRange(of, range)
  const [low, high] = range
  return makeSplits(of, { train, valid, test }, (name, count) => {
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
  requireRange('positionGrid', range)
  requireInteger('positionGrid', 'count', count, 2, 1e6)
  const [low, high] = range
  const positions = Float32Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1))
  return { count, length: 1, axes: 1, values: new Float32Array(count).fill(1), positions }
}

function requireRange(of: string, range: readonly [number, number]) {
  const isRange = Array.isArray(range) && range.length === 2 && range.every(Number.isFinite) && range[0]! < range[1]!
  if (isRange) return
  throw errors.DATASETS_INVALID_OPTION({ of, key: 'range', expected: 'two finite numbers, rising', got: range })
}
