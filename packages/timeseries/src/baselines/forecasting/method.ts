import type { TimeSeries } from '../../series/series.ts'

/** A way to forecast that is no trained model. */
export interface ForecastingMethod {
  readonly name: string
  /** What it is, in a few words, for tables. */
  readonly label: string
  /**
   * @param training series of the same channels in the same order: as far as they may be learned from
   * @throws RomaeError `TIMESERIES_CHANNEL_COUNT`, … for what is no set of series
   */
  fit(training: readonly TimeSeries[]): FittedForecaster
  /** About how many multiplications it takes to fit to series. Absent: in proportion to the values. */
  work?(series: readonly TimeSeries[]): number
}

export interface FittedForecaster {
  /**
   * The series at the wanted times alone. What the method knows nothing of is missing: a channel without any value, for most. A channel
   * that has a value at a wanted time keeps it.
   *
   * @param history as far as it is known; it may go on where training ended, or be another series
   * @param at increasing times, after those of the history
   */
  forecast(history: TimeSeries, at: Float64Array): TimeSeries
  /**
   * The standard deviations of what it forecasts: `[channel][time]`, 0 where a value is known. Absent of a method that knows none.
   */
  deviations?(history: TimeSeries, at: Float64Array): readonly Float64Array[]
}
