import type { TimeSeries } from '../series/series.ts'
import { typicalSteps } from '../series/typical-steps.ts'

/**
 * How many units bursts may make of a typical step. Rotary positions tell steps from about 0.3 to 300 units apart (measured
 * on series that differ in order alone, at uneven times): between the two, bursts and what lies between them are both seen.
 */
const MOST_UNITS = 30
const DIGITS = 9

/**
 * The span of time that becomes one step of the time axis: the median time between observed values of a channel. Where values
 * come in bursts it is longer, so that the mean step over a stretch of 16 is at most 30 units. 1 where no series has two times.
 *
 * Times in another unit give the same unit in that unit (to nine digits), and the order of series does not matter.
 */
export function fitTimeUnit(series: readonly TimeSeries[]): number {
  const steps = typicalSteps(series)
  if (steps === null) return 1
  // As a person would write it: 0.1 is what 0.30000000000000004 - 0.2 is meant to be.
  const unit = Number(Math.max(steps.step, steps.stretch / MOST_UNITS).toPrecision(DIGITS))
  // Times too far apart for any unit are an error where they become positions.
  return Number.isFinite(unit) ? unit : 1
}
