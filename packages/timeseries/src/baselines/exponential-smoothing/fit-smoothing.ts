import { mean } from '@romae/internal/statistics'
import { patternSearch } from './pattern-search.ts'
import { modulo, type Smoothing, type SmoothingState, type Steps, smoothThrough } from './states.ts'

/** Smoothing that was fitted to values. */
export interface FittedSmoothing {
  readonly smoothing: Smoothing
  /** Steps of a season; 1 = none. */
  readonly period: number
  /** The sum of the squared one-step errors. */
  readonly squares: number
}

type Trend = 'none' | 'straight' | 'damped'
const TRENDS: readonly Trend[] = ['none', 'straight', 'damped']
/** A damped trend keeps between these parts of itself from step to step. */
const DAMPING = [0.8, 0.98] as const
/** Values that tell where a trend begins, and periods that tell where a season does. */
const FIRST_VALUES = 10
const FIRST_PERIODS = 4
/** Fewer values than this show neither trend nor season. */
const LEAST_VALUES = 12

/**
 * Fits exponential smoothing to values by least squares: without trend, with one, with a damped one, each with every season
 * and without; of these the one with the least AIC, as `n log(SSE / n) + 2 k`.
 *
 * @param values at least one
 * @param periods lengths of seasons to try, in steps
 */
export function fitSmoothing(values: Steps, periods: readonly number[]): FittedSmoothing {
  const count = values.values.length
  const isShort = count < LEAST_VALUES
  const shown = isShort ? [] : periods.filter((period) => spanOf(values) >= 2 * period && count >= 2 * period)
  const candidates = [1, ...shown].flatMap((period) =>
    (isShort ? TRENDS.slice(0, 1) : TRENDS).map((trend) => fitModel(values, trend, period)),
  )
  const criterion = ({ squares, parameters }: (typeof candidates)[number]) =>
    count * Math.log(Math.max(squares, Number.MIN_VALUE) / count) + 2 * parameters
  return candidates.reduce((best, one) => (criterion(one) < criterion(best) ? one : best))
}

function spanOf({ steps }: Steps): number {
  return steps.at(-1)! - steps[0]! + 1
}

/** @param period 1 = no season */
function fitModel(values: Steps, trend: Trend, period: number) {
  const hasSeason = period > 1
  const start = startOf(values, trend !== 'none', period)
  const keys = [
    'level',
    ...(trend === 'none' ? [] : ['trend']),
    ...(hasSeason ? ['season'] : []),
    ...(trend === 'damped' ? ['damping'] : []),
  ]
  const smoothingAt = (point: readonly number[]): Smoothing => {
    const at = (key: string) => point[keys.indexOf(key)] ?? 0
    // Inside of the usual bounds: 0 < α < 1, 0 < β < α, 0 < γ < 1 − α.
    const level = 1e-4 + (1 - 2e-4) * at('level')
    return {
      level,
      trend: level * at('trend'),
      season: (1 - level) * at('season'),
      damping: { none: 0, straight: 1, damped: DAMPING[0] + (DAMPING[1] - DAMPING[0]) * at('damping') }[trend],
    }
  }
  const squaresAt = (point: readonly number[]) => smoothThrough(start, values, smoothingAt(point)).squares
  const starts = [0.1, 0.5, 0.9].map((level) => keys.map((key) => ({ level, damping: 0.9 })[key] ?? 0.1))
  const { point, value: squares } = patternSearch(squaresAt, starts)
  const parameters = keys.length + 1 + (trend === 'none' ? 0 : 1) + (hasSeason ? period - 1 : 0)
  return { smoothing: smoothingAt(point), period, squares, parameters }
}

/** Where smoothing begins: what the first periods are beside their line, by phase; then the line of the first values without that. */
export function startOf({ steps, values }: Steps, hasTrend: boolean, period: number): SmoothingState {
  const step = steps[0]! - 1
  const seasons = new Float64Array(period)
  if (period > 1) {
    const count = countUpTo(steps, step + FIRST_PERIODS * period)
    const line = lineThrough(steps.subarray(0, count), values.subarray(0, count))
    const rest = values
      .subarray(0, count)
      .map((value, index) => value - line.level - line.trend * (steps[index]! - step))
    for (let phase = 0; phase < period; phase++) {
      const own = rest.filter((_, index) => modulo(steps[index]!, period) === phase)
      seasons[phase] = own.length === 0 ? 0 : mean(own)
    }
  }
  const count = Math.min(values.length, Math.max(FIRST_VALUES, period))
  const rest = values.subarray(0, count).map((value, index) => value - seasons[modulo(steps[index]!, period)]!)
  const line = lineThrough(steps.subarray(0, count), rest)
  return hasTrend ? { ...line, seasons, step } : { level: mean(rest), trend: 0, seasons, step }
}

function countUpTo(steps: Float64Array, last: number): number {
  const after = steps.findIndex((step) => step > last)
  return after === -1 ? steps.length : after
}

/** By least squares: its value one step before the first, and its slope. */
function lineThrough(steps: Float64Array, values: Float64Array): { readonly level: number; readonly trend: number } {
  const [center, level] = [mean(steps), mean(values)]
  let [products, squares] = [0, 0]
  steps.forEach((step, index) => {
    products += (step - center) * (values[index]! - level)
    squares += (step - center) ** 2
  })
  const trend = squares > 0 ? products / squares : 0
  return { level: level + trend * (steps[0]! - 1 - center), trend }
}
