import type { TimeSeries } from '../series/series.ts'

/** What is to be forecast: a series as far as it is known, and the times that are wanted. */
export interface ForecastTask {
  readonly series: TimeSeries
  /** Increasing, after every known value of the channels that are forecast. */
  readonly at: Float64Array
}
