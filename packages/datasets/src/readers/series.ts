/**
 * An irregular series as a reader gives it: the shape of `TimeSeries` of `@romae/timeseries`, whose tools and tokenizers
 * take it as it is.
 */
export interface DatasetSeries {
  /** Its name in the data set. */
  readonly id: string
  /** As many in every series of a data set; one without observations has length 0. */
  readonly channels: readonly DatasetChannel[]
  /** Its class. */
  readonly label?: string
}

/** One channel of a {@link DatasetSeries}. */
export interface DatasetChannel {
  /** `[length]`: strictly increasing. */
  readonly times: Float64Array
  /** `[length]`. */
  readonly values: Float64Array
  /** Further columns of the same length. */
  readonly extras?: readonly Float64Array[]
}
