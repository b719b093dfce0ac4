import { checkTokens, type FillingOptions, type FillTokens, SPEC_VERSION, type Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { checkOptions, requireOneOf } from '../options.ts'
import { origin } from '../origin.ts'
import { checkSeries } from '../series/check-series.ts'
import type { FillMissingOptions } from '../series/fill-missing.ts'
import type { TimeSeries } from '../series/series.ts'
import type { StatisticsWarning } from './few-values.ts'
import { fitStatistics } from './fit-statistics.ts'
import { fitTimeUnit } from './fit-time-unit.ts'
import { describeSeries, knownSeries, withDescription } from './known-series.ts'
import {
  COMMON_KEYS,
  type CommonOptions,
  FITTED_KEYS,
  type FittedKeys,
  isFitted,
  type ResolvedCommonOptions,
} from './options.ts'
import { withoutRelativeValues, withRelativeValues } from './relative-values.ts'
import type { TimeSeriesTokenizer, TokenizerFactory } from './tokenizer.ts'

/** What one kind of tokenizer adds to what both have in common. */
export interface TokenizerDefinition<Options, Resolved> {
  readonly name: string
  readonly axes: readonly string[]
  /** Option names besides the common ones. */
  readonly ownKeys: readonly string[]
  /** Checks the options and fills in their defaults. The names are known to be right. */
  resolve(options: Options): Resolved
  /** Series and tokens are checked before they get here; relative values, if asked for, are the last of the extras. */
  build(options: Resolved): {
    readonly tokenSize: number
    readonly maxLength?: number | undefined
    tokenize(series: TimeSeries): Tokens
    detokenize(tokens: Tokens): TimeSeries
  }
  /** Fills the gaps of a series; absent where tokens are not single observations. */
  fillMissing?(series: TimeSeries, options: FillMissingOptions): Promise<TimeSeries>
}

/** Makes a tokenizer's factory from its definition: checks, fitting and JSON are the same for every kind. */
export function defineTokenizer<Options extends CommonOptions, Resolved extends ResolvedCommonOptions>(
  definition: TokenizerDefinition<Options, Resolved>,
): TokenizerFactory<Options, Resolved> {
  const { name, axes } = definition
  const keys = [...COMMON_KEYS, ...definition.ownKeys]

  function create(given: Options, warnings: readonly StatisticsWarning[] = []): TimeSeriesTokenizer<Resolved> {
    checkOptions(name, given, keys)
    const options = definition.resolve(given)
    const { relativeValues, extras } = options
    const columns = relativeValues ? { ...options, extras: extras + 1 } : options
    const { tokenSize, maxLength, tokenize, detokenize } = definition.build(columns)
    const tokenizer: TimeSeriesTokenizer<Resolved> = {
      ...origin,
      specVersion: SPEC_VERSION,
      name,
      axes,
      tokenSize,
      ...(maxLength !== undefined && { maxLength }),
      options,
      warnings,
      tokenize(given) {
        const series = knownSeries(given, options)
        checkSeries(series, options)
        return tokenize(relativeValues ? withRelativeValues(series) : series)
      },
      detokenize(tokens) {
        if (options.standardize === 'per-series') throw errors.TIMESERIES_NOT_INVERTIBLE({ name })
        checkTokens(tokens, { name, axes, tokenSize })
        const restored = detokenize(tokens)
        const series = relativeValues ? withoutRelativeValues(restored) : restored
        checkSeries(series)
        return withDescription(series, options)
      },
      ...(definition.fillMissing !== undefined && {
        fillMissing: (series: TimeSeries, fill: FillTokens, { length, stride }: FillingOptions) =>
          definition.fillMissing!(series, { tokenizer, fill, length, ...(stride !== undefined && { stride }) }),
      }),
      toJSON: () => ({ name, options }),
    }
    return tokenizer
  }

  function fit(
    all: Iterable<TimeSeries>,
    given: Omit<Options, FittedKeys> = {} as Omit<Options, FittedKeys>,
  ): TimeSeriesTokenizer<Resolved> {
    checkOptions(
      `${name} fit`,
      given,
      keys.filter((key) => !FITTED_KEYS.includes(key as FittedKeys)),
    )
    const [model, ...others] = all
    const first = model?.channels[0]
    if (first === undefined) throw errors.TIMESERIES_NOTHING_TO_FIT({ channel: null })
    const shape = { channels: model!.channels.length, extras: first.extras?.length ?? 0 }
    const description = describeSeries(model!)
    const series = [model!, ...others.map((one) => knownSeries(one, description))]
    const options = { standardize: 'per-channel', ...given, ...shape, ...description } as unknown as Options
    const { standardize = 'per-channel' } = options
    if (!isFitted(standardize)) {
      for (const one of series) checkSeries(one, shape)
      return create(withTimeUnit(options, series))
    }
    // Resolving once without statistics checks the other options before the data are gone through.
    const { transform, relativeValues } = definition.resolve({ ...options, standardize: 'none' })
    const widened = (one: TimeSeries) => {
      checkSeries(one, shape)
      return withRelativeValues(one)
    }
    const columns = { channels: shape.channels, extras: shape.extras + Number(relativeValues), relativeValues }
    const fitted = relativeValues ? series.map(widened) : series
    const { statistics, warnings } = fitStatistics(fitted, columns, transform, standardize)
    return create({ ...withTimeUnit(options, series), statistics }, warnings)
  }

  /** With the unit of time that is given, or else that of the series, which are checked before. */
  function withTimeUnit(options: Options, series: readonly TimeSeries[]): Options {
    const { time } = options
    // What is no object is for the check of options to say.
    if (time !== undefined && (typeof time !== 'object' || time === null || time.unit !== undefined)) return options
    return { ...options, time: { ...time, unit: fitTimeUnit(series) } }
  }

  function fromJSON(json: unknown): TimeSeriesTokenizer<Resolved> {
    const of = `the JSON of ${name}`
    checkOptions(of, json, ['name', 'options'])
    const { name: got, options } = json as { name?: unknown; options?: unknown }
    requireOneOf(of, 'name', got, [name])
    return create(options as Options)
  }

  return Object.assign((options: Options) => create(options), { fit, fromJSON })
}
