import { hasValues } from '../series/has-values.ts'
import type { TimeSeries } from '../series/series.ts'

/** Series with fewer values of a channel, or fewer for each channel, have what all series have in common. */
const LEAST_ROWS = 100
const LEAST_ROWS_A_CHANNEL = 10

/** Whether a series, or windows of one, can have a process of its own. */
export function isLong(series: readonly TimeSeries[]): boolean {
  return hasValues(series, Math.max(LEAST_ROWS, LEAST_ROWS_A_CHANNEL * series[0]!.channels.length))
}
