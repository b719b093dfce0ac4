import { errors } from '../errors.ts'
import {
  checkOptions,
  isCount,
  isPositive,
  requireBoolean,
  requireDistinct,
  requireNumber,
  requireOneOf,
  requireText,
} from '../options.ts'
import type { SeriesDescription } from './known-series.ts'
import type { ColumnStatistics } from './statistics.ts'
import { TRANSFORMS, type Transform } from './transform.ts'

/**
 * How values are brought to mean 0 and standard deviation 1, column by column (a value or an extra of one channel).
 *
 * - `none`: they are taken as they are
 * - `per-channel`: by mean and deviation over the training series, which are part of the tokenizer
 * - `robust`: likewise by median and interquartile range (over 1.349, which is 1 for a normal distribution of deviation 1),
 *   which no few values can move; what lies far out stays far out, unless `clip` says how far
 * - `per-series`: by mean and deviation of the very series; tokens then cannot be turned back into its units
 */
export const STANDARDIZATIONS = ['none', 'per-channel', 'robust', 'per-series'] as const
export type Standardization = (typeof STANDARDIZATIONS)[number]

/** How a time becomes a position: `(time − origin) / unit`. Positions are 32-bit. */
export interface TimeScale {
  /**
   * The span that becomes one step of the time axis. Defaults to 1, and to the typical time between observed values when the
   * tokenizer is fitted. A model tells positions apart that are about 0.3 to 300 apart.
   */
  readonly unit?: number
  /** `first` (the default): the series' first time. `zero`: 0. Or a time. */
  readonly origin?: 'first' | 'zero' | number
}

/** What both tokenizers take. */
export interface CommonOptions extends SeriesDescription {
  /** Channels of a series. */
  readonly channels: number
  /** Extra columns of each channel. Defaults to 0. */
  readonly extras?: number
  /** Defaults to `none`, and to `per-channel` when the tokenizer is fitted. */
  readonly standardize?: Standardization
  /**
   * Required by, and only by, `standardize: 'per-channel'` and `'robust'`; fitting fills it in. One row a channel, in it one entry a
   * column: the value (after its transform), then the extras, then the relative value if there is one.
   */
  readonly statistics?: readonly (readonly ColumnStatistics[])[]
  /** One a channel. Defaults to `none` for all. */
  readonly transform?: readonly Transform[]
  /**
   * Whether a token also holds, after the extras, each value as a fraction of the largest absolute value of the whole
   * series, all channels together: the shape of a series apart from its size, for classes that have a shape in common and
   * sizes from 1 to 1000. Defaults to false. The largest value may be one that is masked: for filling gaps leave it off.
   */
  readonly relativeValues?: boolean
  /**
   * The largest absolute value in a token, after transform and standardisation: what lies beyond is set to it, and
   * `detokenize` gives that back. Defaults to no limit.
   */
  readonly clip?: number
  readonly time?: TimeScale
  /** What to do with a series that has more entries than the limit. Defaults to `error`. */
  readonly overlong?: 'error' | 'thin'
}

/** The keys of {@link CommonOptions}. */
export const COMMON_KEYS = [
  'channels',
  'channelNames',
  'channelUnits',
  'timeUnit',
  'extras',
  'standardize',
  'statistics',
  'transform',
  'relativeValues',
  'clip',
  'time',
  'overlong',
] as const

/** The most channels, and extra columns of each: what a file says must not fill the memory. */
const MOST_CHANNELS = 2 ** 20
const MOST_EXTRAS = 1024

/** The options that fitting works out itself. */
export const FITTED_KEYS = ['channels', 'channelNames', 'channelUnits', 'timeUnit', 'extras', 'statistics'] as const
export type FittedKeys = (typeof FITTED_KEYS)[number]

/** {@link CommonOptions} with its defaults filled in. */
export type ResolvedCommonOptions = SeriesDescription &
  Required<Omit<CommonOptions, keyof SeriesDescription | 'statistics' | 'clip' | 'time'>> & {
    readonly statistics?: readonly (readonly ColumnStatistics[])[]
    readonly clip?: number
    readonly time: Required<TimeScale>
  }

/** Checks the options that both tokenizers share and fills in their defaults. `of` names the tokenizer in errors. */
export function resolveCommonOptions(of: string, options: CommonOptions): ResolvedCommonOptions {
  const { channels, extras = 0, standardize = 'none', statistics, relativeValues = false, clip } = options
  const { overlong = 'error' } = options
  const isChannels = (count: number) => isCount(count) && count <= MOST_CHANNELS
  requireNumber(of, 'channels', channels, `an integer from 1 to ${MOST_CHANNELS}`, isChannels)
  const isExtras = (count: number) => count === 0 || (isCount(count) && count <= MOST_EXTRAS)
  requireNumber(of, 'extras', extras, `an integer from 0 to ${MOST_EXTRAS}`, isExtras)
  requireOneOf(of, 'standardize', standardize, STANDARDIZATIONS)
  requireBoolean(of, 'relativeValues', relativeValues)
  if (clip !== undefined) requireNumber(of, 'clip', clip, 'a positive number', isPositive)
  requireOneOf(of, 'overlong', overlong, ['error', 'thin'])
  const transform = options.transform ?? Array<Transform>(channels).fill('none')
  requireRows(of, 'transform', transform, channels)
  transform.forEach((name, index) => {
    requireOneOf(of, `transform[${index}]`, name, TRANSFORMS)
  })
  if ((statistics !== undefined) !== isFitted(standardize)) {
    const expected = `${statistics ? 'left out' : 'given'} when standardize is "${standardize}"`
    throw errors.TIMESERIES_INVALID_OPTION({ of, key: 'statistics', expected, got: statistics })
  }
  return {
    channels,
    ...resolveDescription(of, options),
    extras,
    standardize,
    transform: [...transform],
    relativeValues,
    time: resolveTimeScale(of, options.time),
    overlong,
    ...(clip !== undefined && { clip }),
    ...(statistics && { statistics: resolveStatistics(of, statistics, channels, 1 + extras + Number(relativeValues)) }),
  }
}

/** Whether it takes statistics of the training series. */
export function isFitted(standardize: Standardization): standardize is 'per-channel' | 'robust' {
  return standardize === 'per-channel' || standardize === 'robust'
}

function resolveDescription(of: string, options: CommonOptions): SeriesDescription {
  const { channels, channelNames, channelUnits, timeUnit } = options
  if (channelNames !== undefined) {
    requireRows(of, 'channelNames', channelNames, channels)
    requireDistinct(of, 'channelNames', channelNames)
  }
  if (channelUnits !== undefined) requireRows(of, 'channelUnits', channelUnits, channels)
  channelUnits?.forEach((unit, channel) => {
    if (unit !== null) requireText(of, `channelUnits[${channel}]`, unit)
  })
  if (timeUnit !== undefined) requireText(of, 'timeUnit', timeUnit)
  return {
    ...(channelNames && { channelNames: [...channelNames] }),
    ...(channelUnits && { channelUnits: [...channelUnits] }),
    ...(timeUnit !== undefined && { timeUnit }),
  }
}

function resolveTimeScale(of: string, time: TimeScale = {}): Required<TimeScale> {
  checkOptions(`${of}.time`, time, ['unit', 'origin'])
  const { unit = 1, origin = 'first' } = time
  requireNumber(of, 'time.unit', unit, 'a positive number', isPositive)
  if (origin !== 'first' && origin !== 'zero') {
    requireNumber(of, 'time.origin', origin, '"first", "zero" or a finite number', Number.isFinite)
  }
  return { unit, origin }
}

function resolveStatistics(
  of: string,
  statistics: readonly (readonly ColumnStatistics[])[],
  channels: number,
  columns: number,
): ColumnStatistics[][] {
  requireRows(of, 'statistics', statistics, channels)
  return statistics.map((row, channel) => {
    requireRows(of, `statistics[${channel}]`, row, columns)
    return row.map((entry, column) => {
      const key = `statistics[${channel}][${column}]`
      checkOptions(`${of}.${key}`, entry, ['mean', 'std'])
      requireNumber(of, `${key}.mean`, entry.mean, 'a finite number', Number.isFinite)
      requireNumber(of, `${key}.std`, entry.std, 'a positive number', isPositive)
      return { mean: entry.mean, std: entry.std }
    })
  })
}

function requireRows(of: string, key: string, rows: unknown, count: number) {
  if (!Array.isArray(rows) || rows.length !== count) {
    const got = Array.isArray(rows) ? `${rows.length} entries` : rows
    throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected: `an array of ${count} entries`, got })
  }
}
