import type { TimeSeries } from '../series/series.ts'

/** A way to fill gaps that is no trained model: learned from series, or from nothing at all. */
export interface FillingMethod {
  readonly name: string
  /** What it is, in a few words, for tables. */
  readonly label: string
  /**
   * @param training series of the same channels in the same order; those that will be filled may be among them
   * @throws RomaeError `TIMESERIES_CHANNEL_COUNT`, … for what is no set of series
   */
  fit(training: readonly TimeSeries[]): FittedMethod
  /**
   * About how many multiplications it takes to fit to series and to fill them, so that whoever runs it may leave it out. Absent:
   * in proportion to the values.
   */
  work?(series: readonly TimeSeries[]): number
}

export interface FittedMethod {
  /**
   * The series on the merged times of its channels, with its missing cells filled; known ones are exactly as they were. Extras of
   * filled cells are missing. What the method knows nothing of stays missing: a channel without any value, for most.
   */
  fill(series: TimeSeries): TimeSeries
}
