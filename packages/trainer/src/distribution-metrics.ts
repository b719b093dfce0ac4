import { normalDensity, normalProbability } from '@romae/internal/statistics'
import { readOption } from './check-options.ts'
import { errors } from './errors.ts'
import { type Numbers, pairNumbers } from './regression-errors.ts'

const between = { kind: 'number', above: 0, below: 1 } as const
const levelsOption = { kind: 'list', item: between, distinct: true } as const

/** How good intervals are. */
export interface IntervalMetrics {
  /** Fraction of the true numbers that lie within, ends included. */
  readonly coverage: number
  /** Mean width. */
  readonly width: number
  /** Mean of Winkler's score: the width, and 2 / (1 − coverage) times how far a number lies outside. Less is better. */
  readonly winkler: number
}

/** How good quantiles are. */
export interface QuantileMetrics {
  /** Mean pinball loss of each level. */
  readonly pinball: readonly number[]
  /**
   * The continuous ranked probability score: twice the pinball loss, integrated over the levels by the trapezoidal rule, where what is
   * beyond the outermost levels counts as those. Of many levels, close to the score itself; of the median alone, the mean absolute error.
   */
  readonly crps: number
}

/**
 * How often intervals hold the true numbers, and how wide they are for it.
 *
 * @param lower one number a sample, or one array of numbers
 * @param actual the true ones, either way
 * @param coverage that was promised, above 0 and below 1
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES`, `TRAINER_VALUE_NOT_FINITE`, `TRAINER_OPTION`
 */
export function intervalMetrics(lower: Numbers, upper: Numbers, actual: Numbers, coverage: number): IntervalMetrics {
  readOption('intervalMetrics', 'coverage', between, coverage)
  const [low, truth] = pairs(lower, actual)
  const [high] = pairs(upper, actual)
  let [within, width, outside] = [0, 0, 0]
  truth.forEach((value, index) => {
    const [least, most] = [low[index]!, high[index]!]
    width += most - least
    outside += Math.max(0, least - value, value - most)
    if (value >= least && value <= most) within++
  })
  const count = truth.length
  return { coverage: within / count, width: width / count, winkler: (width + (2 / (1 - coverage)) * outside) / count }
}

/**
 * How good predicted quantiles are.
 *
 * @param quantiles for each level one number a sample, or one array of numbers
 * @param levels in ascending order
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES`, `TRAINER_VALUE_NOT_FINITE`, `TRAINER_OPTION`
 */
export function quantileMetrics(
  quantiles: readonly Numbers[],
  levels: readonly number[],
  actual: Numbers,
): QuantileMetrics {
  readOption('quantileMetrics', 'levels', levelsOption, levels)
  if (levels.some((level, index) => index > 0 && level < levels[index - 1]!)) {
    const expected = 'in ascending order'
    throw errors.TRAINER_OPTION({ of: 'quantileMetrics', key: 'levels', expected, found: levels.join(', ') })
  }
  if (quantiles.length !== levels.length) {
    const [expected, got] = [levels.length, quantiles.length]
    throw errors.TRAINER_COUNT_MISMATCH({ what: 'quantiles', expected, got })
  }
  const pinball = levels.map((level, index) => {
    const [predicted, truth] = pairs(quantiles[index]!, actual)
    const total = truth.reduce((sum, value, place) => {
      const below = value - predicted[place]!
      return sum + Math.max(level * below, (level - 1) * below)
    }, 0)
    return total / truth.length
  })
  const weights = levels.map((_, index) => {
    const [before, own, after] = [levels[index - 1], levels[index]!, levels[index + 1]]
    return (after === undefined ? 1 : (own + after) / 2) - (before === undefined ? 0 : (before + own) / 2)
  })
  return { pinball, crps: 2 * pinball.reduce((sum, loss, index) => sum + weights[index]! * loss, 0) }
}

/**
 * The mean continuous ranked probability score of normal distributions, in closed form (Gneiting et al. 2005, eq. 5). Of a deviation of 0
 * it is the absolute error.
 *
 * @param means one number a sample, or one array of numbers
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES`, `TRAINER_VALUE_NOT_FINITE`, `TRAINER_OPTION` for a deviation below 0
 */
export function gaussianCrps(means: Numbers, deviations: Numbers, actual: Numbers): number {
  const [predicted, truth] = pairs(means, actual)
  const [spread] = pairs(deviations, actual)
  const total = truth.reduce((sum, value, index) => {
    const deviation = spread[index]!
    if (deviation < 0) {
      throw errors.TRAINER_OPTION({ of: 'gaussianCrps', key: 'deviations', expected: 'at least 0', got: deviation })
    }
    const error = value - predicted[index]!
    if (deviation === 0) return sum + Math.abs(error)
    const z = error / deviation
    const score = z * (2 * normalProbability(z) - 1) + 2 * normalDensity(z) - 1 / Math.sqrt(Math.PI)
    return sum + deviation * score
  }, 0)
  return total / truth.length
}

function pairs(predicted: Numbers, actual: Numbers): [predicted: number[], actual: number[]] {
  const [expected, got] = [actual.length, predicted.length]
  if (got !== expected) throw errors.TRAINER_COUNT_MISMATCH({ what: 'predictions', expected, got })
  if (expected === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the evaluation' })
  return pairNumbers(predicted, actual)
}
