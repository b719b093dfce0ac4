/**
 * A multivariate series whose channels may each have times of their own.
 *
 * Every series of one data set has the same number of channels in the same order; a channel without observations is
 * there with length 0.
 */
export interface TimeSeries {
  /** Names the series in messages, and feeds the seeded choices of `dropTimestamps` and `hideObservations`. */
  readonly id: string
  /** At least one. */
  readonly channels: readonly SeriesChannel[]
  /** The class of the whole series, or the text of its regression target. */
  readonly label?: string
}

/** One channel of a series. Channels observed together may share one `times` array. */
export interface SeriesChannel {
  /** `[length]`: finite and strictly increasing, in any unit. */
  readonly times: Float64Array
  /** `[length]`: finite, or NaN where the observation is missing. */
  readonly values: Float64Array
  /** Further columns of the same length, e.g. the measurement error of each value. Read only where `values` is. */
  readonly extras?: readonly Float64Array[]
}
