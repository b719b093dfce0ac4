import type { Tokenizer, Tokens } from '@romae/tokenizer'
import type { TimeSeries } from '../series/series.ts'
import type { StatisticsWarning } from './few-values.ts'
import type { FittedKeys, HowToFit } from './options.ts'

/** A tokenizer of series: the contract's, with every optional method there and nothing to wait for. */
export interface TimeSeriesTokenizer<Resolved> extends Tokenizer<TimeSeries> {
  /** The options with their defaults and statistics filled in. */
  readonly options: Resolved
  /**
   * What fitting found that users should know: statistics that a few values decide. Empty for a tokenizer that was not
   * fitted; no part of `toJSON`.
   */
  readonly warnings: readonly StatisticsWarning[]
  /** Throws a typed error for a series that it cannot represent, e.g. TIMESERIES_EMPTY. */
  tokenize(series: TimeSeries): Tokens
  /**
   * The series that the tokens hold, in its own units. Tokens may come in any order. The id is empty and the label
   * left out; with `time.origin: 'first'` times count from 0, or from where those of `of` do.
   *
   * @param of the series that the tokens were made of: where its times begin, tokens do not say
   * @throws RomaeError `TIMESERIES_NOT_INVERTIBLE` with `standardize: 'per-series'`, and for a tokenizer that takes harmonics out
   *   where neither `of` nor `time.origin` says where times begin, or has `ofSeries` and no `of`
   * @throws RomaeError `TOKENIZER_TOKENS`_… for arrays of a wrong type, length or content
   * @throws RomaeError `TIMESERIES_INVALID_TOKENS`, `TIMESERIES_TIME_ORDER`, … for tokens that no series gives
   */
  detokenize(tokens: Tokens, of?: TimeSeries): TimeSeries
  toJSON(): TokenizerJson<Resolved>
}

/** A tokenizer as plain data. */
export interface TokenizerJson<Resolved> {
  readonly name: string
  readonly options: Resolved
}

/** Makes one kind of tokenizer: from its options, by fitting them to series, or from what `toJSON` gave. */
export interface TokenizerFactory<Options, Resolved> {
  /** @throws RomaeError `TIMESERIES_UNKNOWN_OPTION`, `TIMESERIES_INVALID_OPTION` */
  (options: Options): TimeSeriesTokenizer<Resolved>
  /**
   * Takes the number of channels and extras from the first series, the unit of time from all of them (unless it is given),
   * and, with `per-channel` (here the default) or `robust` standardisation, the statistics. `warnings` says where a few
   * values decide them.
   *
   * @throws RomaeError `TIMESERIES_NOTHING_TO_FIT` without series, or for a channel that none of them observed;
   *   TIMESERIES_STATISTICS_RANGE for values whose squares overflow
   */
  fit(series: Iterable<TimeSeries>, options?: Omit<Options, FittedKeys> & HowToFit): TimeSeriesTokenizer<Resolved>
  /**
   * @throws RomaeError `TIMESERIES_INVALID_OPTION` for another tokenizer's data, or what the options' own checks throw
   */
  fromJSON(json: unknown): TimeSeriesTokenizer<Resolved>
}
