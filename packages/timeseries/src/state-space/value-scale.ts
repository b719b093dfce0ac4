import { mean, median, quantile } from '@romae/internal/statistics'
import { scaleOf } from '../series/robust-regression.ts'

/** What the values of a channel are measured by. */
export interface ValueScale {
  /** Their mean, those beyond the limit at it. */
  readonly center: number
  /** A robust standard deviation; 1 where all values are the same. */
  readonly spread: number
  /** How many spreads from the center a value counts at most: a mistyped one must not decide its neighbours. */
  readonly limit: number
}

const LEAST_LIMIT = 8
/** What more values than one in two hundred are beyond is no mistake: hours of rain, or of fog, among those without. */
const LIMIT_QUANTILE = 0.995

export function valueScale(values: readonly number[]): ValueScale {
  if (values.length === 0) return { center: 0, spread: 1, limit: LEAST_LIMIT }
  const middle = median(values)
  const distances = Float64Array.from(values, (value) => value - middle)
  const scale = scaleOf(distances)
  const spread = scale > 0 && scale < Infinity ? scale : 1
  const limit = Math.max(LEAST_LIMIT, quantile(distances.map(Math.abs).sort(), LIMIT_QUANTILE) / spread)
  const center = middle + spread * mean(distances.map((distance) => limited(distance / spread, limit)))
  return { center, spread, limit }
}

/** A value in units of the spread, within the limit. NaN stays NaN. */
export function toScale({ center, spread, limit }: ValueScale, value: number): number {
  return limited((value - center) / spread, limit)
}

function limited(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value))
}
