/**
 * A multivariate series whose channels may each have times of their own.
 *
 * Every series of one data set has the same channels; one without observations is there with length 0. Channels with names
 * may come in any order, others have one order throughout.
 */
export interface TimeSeries {
  /** Names the series in messages, and feeds the seeded choices of `dropTimestamps` and `hideObservations`. */
  readonly id: string
  /** At least one. */
  readonly channels: readonly SeriesChannel[]
  /** The class of the whole series, or the text of its regression target. */
  readonly label?: string
  /** Instead of one: those that it has, of several that it may have or not, and those of which nobody knows. */
  readonly labels?: SeriesLabels
  /**
   * What it belongs to: its patient, its instrument, the series that it is a window of. Series of one group must not stand in
   * two parts of a split (`groups` of the trainer's `kFold` and `holdOut`).
   */
  readonly group?: string
  /** What its times count, e.g. `days`; readers set it where times were dates. Absent: not known. */
  readonly timeUnit?: string
  /**
   * What its times count from, exactly: an ISO date in UTC where they were dates, else a decimal number. Readers set it where 64
   * bits are too coarse to count from 1970, or from 0, in steps as fine as the series has: nanoseconds since 1970, say. Absent:
   * times count from there.
   */
  readonly timeOrigin?: string
}

/** What is known of a series that may have several labels, or none. It does not have those that are in neither list. */
export interface SeriesLabels {
  readonly has: readonly string[]
  /** Of which nobody knows whether it has them. */
  readonly unknown: readonly string[]
}

/** One channel of a series. Channels observed together may share one `times` array. */
export interface SeriesChannel {
  /** Tells it apart from the others; on all channels of a series or on none. Tokenizers compare names where both sides have some. */
  readonly name?: string
  /** What its values are measured in, e.g. `K`. Absent: not known. */
  readonly unit?: string
  /** `[length]`: finite and strictly increasing, in any unit. */
  readonly times: Float64Array
  /** `[length]`: finite, or NaN where the observation is missing. */
  readonly values: Float64Array
  /** Further columns of the same length, e.g. the measurement error of each value. Read only where `values` is. */
  readonly extras?: readonly Float64Array[]
  /** How its cells were written in the file that it was read from. */
  readonly text?: ChannelText
}

/**
 * The texts of cells, one an entry, of those that the numbers do not tell: dates, `0.50`, integers beyond 2^53. Writers write
 * them, where the cell still has the number that the text says.
 */
export interface ChannelText {
  readonly times?: CellTexts
  readonly values?: CellTexts
  /** One a column of the extras. */
  readonly extras?: readonly (CellTexts | undefined)[]
}

/** `[length]`; undefined where a cell is written as its number is, null where the file has no such cell. */
export type CellTexts = readonly (string | null | undefined)[]
