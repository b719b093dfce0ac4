import { count, type OptionsOf, type ResolvedOf, type Schema, text, value } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { names, positive, readOptions } from '../options.ts'
import type { Harmonics } from '../series/harmonics.ts'
import { type OwnStatistics, resolveOwn } from './own-statistics.ts'
import { resolveHarmonics } from './season.ts'
import type { Smoother } from './smoother.ts'
import { resolveSmoother } from './smoother-schema.ts'
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

/** The most channels, and extra columns of each: what a file says must not fill the memory. */
const MOST_CHANNELS = 2 ** 20
const MOST_EXTRAS = 1024

const timeSchema = {
  unit: {
    ...positive,
    default: 1,
    help:
      'the span that becomes one step of the time axis: the typical time between observed values where the tokenizer is ' +
      'fitted. A model tells positions apart that are about 0.3 to 300 apart',
  },
  origin: {
    kind: 'number',
    or: ['first', 'zero'],
    default: 'first',
    help: '`first`: the series’ first time; `zero`: 0; or a time',
  },
} as const satisfies Schema

/** How a time becomes a position: `(time − origin) / unit`. Positions are 32-bit. */
export interface TimeScale extends OptionsOf<typeof timeSchema> {}

const statisticsSchema = {
  mean: { kind: 'number', required: true },
  std: { ...positive, required: true },
} as const satisfies Schema

const statisticsRow = {
  kind: 'list',
  item: {
    kind: value<ColumnStatistics>(),
    expected: 'an object of mean and std',
  },
} as const

/** What fitting works out itself. */
const fittedSchema = {
  channels: { ...count, most: MOST_CHANNELS, required: true, help: 'channels of a series' },
  channelNames: { ...names, help: 'of every channel, in the order that tokens have' },
  channelUnits: { kind: 'list', item: { ...text, or: [null] }, help: 'of every channel; null where it is not known' },
  timeUnit: { ...text, help: 'what times count, e.g. `days`' },
  extras: { kind: 'integer', least: 0, most: MOST_EXTRAS, default: 0, help: 'extra columns of each channel' },
} as const satisfies Schema

/** What fitting takes, of both tokenizers. */
export const fittingSchema = {
  standardize: {
    kind: 'choice',
    of: STANDARDIZATIONS,
    default: 'none',
    help: 'how values are brought to mean 0 and deviation 1; `per-channel` by default where the tokenizer is fitted',
  },
  transform: {
    kind: 'list',
    item: { kind: 'choice', of: TRANSFORMS },
    help: 'of a channel’s values, one a channel; `none` for all by default',
  },
  relativeValues: {
    kind: 'flag',
    default: false,
    help:
      'whether a token also holds, after the extras, each value as a fraction of the largest absolute value of the whole ' +
      'series, all channels together: the shape of a series apart from its size, for classes that have a shape in common and ' +
      'sizes from 1 to 1000. The largest value may be one that is masked: for filling gaps leave it off',
  },
  time: timeSchema,
  overlong: {
    kind: 'choice',
    of: ['error', 'thin'],
    default: 'error',
    help: 'what to do with a series that has more entries than the limit',
  },
  clip: {
    ...positive,
    help:
      'the largest absolute value in a token, after transform and standardisation: what lies beyond is set to it, and ' +
      '`detokenize` gives that back; no limit by default',
  },
} as const satisfies Schema

// In the order that saved tokenizers have.
export const commonSchema = {
  ...fittedSchema,
  ...fittingSchema,
  statistics: {
    kind: 'list',
    item: statisticsRow,
    help:
      'required by, and only by, `standardize: per-channel` and `robust`; fitting fills it in. One row a channel, in it one ' +
      'entry a column: the value (after its transform), then the extras, then the relative value if there is one',
  },
  harmonics: {
    kind: value<Harmonics>(),
    expected: 'an object of periods, center, span and channels',
    help:
      'what the calendar alone says of each channel (after its transform), subtracted before standardisation and added again ' +
      'afterwards; `season: "harmonics"` fits it. Absent: nothing is subtracted',
  },
  ofSeries: {
    kind: value<OwnStatistics>(),
    test: (given: unknown) => typeof given === 'object' && given !== null && !Array.isArray(given),
    expected: 'an object of statistics and harmonics by series',
    help: '`statistics` and `harmonics` of series that have their own, by group or id; `seriesStatistics: "own"` fits them',
  },
  smoother: {
    kind: value<Smoother>(),
    expected: 'an object of step, scales and processes',
    help: 'what visible values say of masked ones: an autoregression; `estimate: "smoother"` fits it',
  },
} as const satisfies Schema

/** What fitting takes, and a tokenizer that is made of its options does not: it says how to fit. */
export const howToFitSchema = {
  seriesStatistics: {
    kind: 'choice',
    of: ['shared', 'own'],
    default: 'shared',
    help:
      'whether all series share mean, deviation and season, or each has its `own`: for a few long series, such as of cities, that are ' +
      'to be filled themselves. A series with few values, or one that fitting has not seen, has the shared ones',
  },
  season: {
    kind: 'choice',
    of: ['none', 'harmonics'],
    default: 'none',
    help:
      'what is taken out of the values first, so that a model sees what the calendar does not say: `harmonics` of a day, a week and ' +
      'a year, where times are dated and cover two of them, and a strong trend, fitted robustly (`fitHarmonics`)',
  },
  estimate: {
    kind: 'choice',
    of: ['none', 'smoother'],
    default: 'none',
    help: 'what is said of masked values before a model, which learns the rest: `smoother`, the mean that an autoregression gives them',
  },
} as const satisfies Schema

export interface HowToFit extends OptionsOf<typeof howToFitSchema> {}

/** The options that fitting works out itself. */
export type FittedKeys = keyof typeof fittedSchema | 'statistics' | 'harmonics' | 'ofSeries' | 'smoother'

/** What both tokenizers take. */
export interface CommonOptions extends OptionsOf<typeof commonSchema> {}

/** {@link CommonOptions} with its defaults filled in. */
export interface ResolvedCommonOptions extends ResolvedOf<typeof commonSchema> {
  readonly transform: readonly Transform[]
}

/** What the schema cannot say of the options that both tokenizers share. `of` names the tokenizer in errors. */
export function resolveCommonOptions<Read extends ResolvedOf<typeof commonSchema>>(
  of: string,
  read: Read,
): Read & ResolvedCommonOptions {
  const { channels, extras, standardize, statistics, relativeValues, channelNames, channelUnits } = read
  const transform = read.transform ?? Array<Transform>(channels).fill('none')
  for (const [key, rows] of Object.entries({ transform, channelNames, channelUnits })) {
    if (rows !== undefined) requireRows(of, key, rows, channels)
  }
  if ((statistics !== undefined) !== isFitted(standardize)) {
    const expected = `${statistics ? 'left out' : 'given'} when standardize is "${standardize}"`
    throw errors.TIMESERIES_INVALID_OPTION({ of, key: 'statistics', expected, got: statistics })
  }
  // In one order whether it was given or not: what is saved again has the same bytes.
  const harmonics = read.harmonics && { harmonics: resolveHarmonics(of, read.harmonics, channels) }
  const columns = 1 + extras + Number(relativeValues)
  const ofSeries = read.ofSeries && {
    ofSeries: resolveOwn(of, read.ofSeries, channels, (where, own) => resolveStatistics(where, own, channels, columns)),
  }
  const smoother = read.smoother && { smoother: resolveSmoother(of, read.smoother, channels) }
  const resolved = inOrder({ ...read, transform, ...harmonics, ...ofSeries, ...smoother }, Object.keys(commonSchema))
  if (statistics === undefined) return resolved
  return { ...resolved, statistics: resolveStatistics(of, statistics, channels, columns) }
}

function inOrder<Options extends object>(options: Options, first: readonly string[]): Options {
  const keys = new Set([...first, ...Object.keys(options)])
  const entries = [...keys].filter((key) => key in options).map((key) => [key, options[key as keyof Options]])
  return Object.fromEntries(entries)
}

/** Whether it takes statistics of the training series. */
export function isFitted(standardize: Standardization): standardize is 'per-channel' | 'robust' {
  return standardize === 'per-channel' || standardize === 'robust'
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
    return row.map((entry, column) => readOptions(`${of}.statistics[${channel}][${column}]`, statisticsSchema, entry))
  })
}

function requireRows(of: string, key: string, { length }: readonly unknown[], count: number) {
  if (length === count) return
  const found = `${length} entries`
  throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected: `an array of ${count} entries`, found })
}
