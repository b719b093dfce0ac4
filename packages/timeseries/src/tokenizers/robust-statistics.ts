import { quantile } from '@romae/internal/statistics'
import type { ColumnStatistics } from './statistics.ts'

/** Of a normal distribution: the interquartile range over the standard deviation, 2 Φ⁻¹(3/4). */
const QUARTILES_APART = 1.3489795003921634
/** Of a normal distribution: the standard deviation over the median of |x − median|, 1 / Φ⁻¹(3/4). */
const MEDIAN_DEVIATION = 1.482602218505602

/**
 * Median, and interquartile range as the deviation of the normal distribution that has it: up to a quarter of the values
 * may be anything. Where the quartiles are equal, as in a channel that mostly is 0, the deviation is the median of
 * |x − median| over the values that are not the median, likewise as a normal distribution's; where there are none, 1.
 *
 * @param sorted the least first, at least one
 */
export function robustStatistics(sorted: Float64Array): ColumnStatistics {
  const middle = quantile(sorted, 0.5)
  const range = quantile(sorted, 0.75) - quantile(sorted, 0.25)
  if (range > 0) return { mean: middle, std: range / QUARTILES_APART }
  const others = sorted.filter((value) => value !== middle).map((value) => Math.abs(value - middle))
  if (others.length === 0) return { mean: middle, std: 1 }
  return { mean: middle, std: quantile(others.sort(), 0.5) * MEDIAN_DEVIATION }
}
