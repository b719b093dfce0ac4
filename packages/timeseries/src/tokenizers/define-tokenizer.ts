import { checkedElsewhere, type OptionsOf, type ResolvedOf, type Schema } from '@romae/internal/options'
import { checkTokens, type FillingOptions, type FillTokens, SPEC_VERSION, type Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { origin } from '../origin.ts'
import { checkSeries } from '../series/check-series.ts'
import type { FillMissingOptions } from '../series/fill-missing.ts'
import type { TimeSeries } from '../series/series.ts'
import type { StatisticsWarning } from './few-values.ts'
import { fitStatistics } from './fit-statistics.ts'
import { fitTimeUnit } from './fit-time-unit.ts'
import { describeSeries, knownSeries, withDescription } from './known-series.ts'
import {
  type CommonOptions,
  commonSchema,
  type FittedKeys,
  fittingSchema,
  type HowToFit,
  howToFitSchema,
  isFitted,
  type ResolvedCommonOptions,
  resolveCommonOptions,
} from './options.ts'
import { fitOwn, type SeriesStatistics } from './own-statistics.ts'
import { withoutRelativeValues, withRelativeValues } from './relative-values.ts'
import { fitSeason, noTransforms } from './season.ts'
import { fitSmootherTo } from './series-smoother.ts'
import { smootherEstimate } from './smoother.ts'
import type { TimeSeriesTokenizer, TokenizerFactory } from './tokenizer.ts'

/** What one kind of tokenizer adds to what both have in common. */
export interface TokenizerDefinition<Own extends Schema> {
  readonly name: string
  readonly axes: readonly string[]
  /** Options besides the common ones. */
  readonly schema: Own
  /** Series and tokens are checked before they get here; relative values, if asked for, are the last of the extras. */
  build(options: ResolvedWith<Own>): {
    readonly tokenSize: number
    readonly maxLength?: number | undefined
    tokenize(series: TimeSeries): Tokens
    /** @param of the series that they were cut from: what tokens do not hold */
    detokenize(tokens: Tokens, of?: TimeSeries): TimeSeries
  }
  /** Fills the gaps of a series; absent where tokens are not single observations. */
  fillMissing?(series: TimeSeries, options: FillMissingOptions): Promise<TimeSeries>
}

/** Warnings are of the whole: what a few values of one series decide, they decide of all. */
function withoutWarnings({
  warnings: _,
  ...fitted
}: SeriesStatistics & { readonly warnings: unknown }): SeriesStatistics {
  return fitted
}

/** What fitting takes. */
type FittingOptions<Options> = Omit<Options, FittedKeys> & HowToFit

/** @throws RomaeError `TIMESERIES_INVALID_OPTION` */
function requireEstimable(
  { name, fillMissing }: { readonly name: string; readonly fillMissing?: unknown },
  standardize?: string,
): void {
  const place = { of: `${name} fit`, key: 'estimate', got: 'smoother' }
  if (fillMissing === undefined) {
    throw errors.TIMESERIES_INVALID_OPTION({ ...place, expected: '"none" where tokens are not single observations' })
  }
  if (standardize === 'per-series') {
    const expected = '"none" where standardize is "per-series", which no window has in common with its series'
    throw errors.TIMESERIES_INVALID_OPTION({ ...place, expected })
  }
}

/** The options of a tokenizer with its own, and the same resolved. */
export type OptionsWith<Own extends Schema> = OptionsOf<typeof commonSchema & Own>
export type ResolvedWith<Own extends Schema> = ResolvedCommonOptions & ResolvedOf<Own>

/** Makes a tokenizer's factory from its definition: checks, fitting and JSON are the same for every kind. */
export function defineTokenizer<Own extends Schema>(
  definition: TokenizerDefinition<Own>,
): TokenizerFactory<OptionsWith<Own>, ResolvedWith<Own>> {
  // Within, only what both have in common is looked at.
  type Options = CommonOptions
  type Resolved = ResolvedWith<Own>
  const { name, axes } = definition
  const schema = { ...commonSchema, ...definition.schema }
  const jsonSchema = {
    name: { kind: 'choice', of: [name], required: true },
    options: { ...checkedElsewhere<Options>(), required: true },
  } as const satisfies Schema
  const resolve = (given: unknown) =>
    resolveCommonOptions(name, readOptions(name, schema, given) as ResolvedOf<typeof commonSchema>) as Resolved

  function create(given: Options, warnings: readonly StatisticsWarning[] = []): TimeSeriesTokenizer<Resolved> {
    const options = resolve(given)
    const { relativeValues, extras } = options
    const columns = relativeValues ? { ...options, extras: extras + 1 } : options
    const { tokenSize, maxLength, tokenize, detokenize } = definition.build(columns)
    const { channelUnits: units } = options
    const hasAxis = axes.includes('channel')
    const isNamed = hasAxis || options.channelNames !== undefined
    const names = options.channelNames ?? Array.from({ length: options.channels }, (_, channel) => String(channel))
    const tokenizer: TimeSeriesTokenizer<Resolved> = {
      ...origin,
      specVersion: SPEC_VERSION,
      name,
      axes,
      ...(isNamed && { channels: { ...(hasAxis && { axis: 'channel' }), names, ...(units && { units }) } }),
      tokenSize,
      ...(maxLength !== undefined && { maxLength }),
      options,
      warnings,
      tokenize(given) {
        const series = knownSeries(given, options)
        checkSeries(series, options)
        return tokenize(relativeValues ? withRelativeValues(series) : series)
      },
      detokenize(tokens, of) {
        if (options.standardize === 'per-series') throw errors.TIMESERIES_NOT_INVERTIBLE({ name, lacks: 'statistics' })
        const isDated = options.harmonics === undefined || typeof options.time.origin === 'number'
        if (of === undefined && (!isDated || options.ofSeries !== undefined)) {
          throw errors.TIMESERIES_NOT_INVERTIBLE({ name, lacks: 'series' })
        }
        checkTokens(tokens, { name, axes, tokenSize })
        const restored = detokenize(tokens, of === undefined ? undefined : knownSeries(of, options))
        const series = relativeValues ? withoutRelativeValues(restored) : restored
        checkSeries(series)
        return withDescription(series, options)
      },
      ...(definition.fillMissing !== undefined && {
        fillMissing: (series: TimeSeries, fill: FillTokens, { length, stride }: FillingOptions) =>
          definition.fillMissing!(series, { tokenizer, fill, length, ...(stride !== undefined && { stride }) }),
      }),
      ...(options.smoother !== undefined && { estimate: smootherEstimate(options.smoother) }),
      toJSON: () => ({ name, options }),
    }
    return tokenizer
  }

  function fit(
    all: Iterable<TimeSeries>,
    given: FittingOptions<Options> = {} as FittingOptions<Options>,
  ): TimeSeriesTokenizer<Resolved> {
    const { season = 'none', seriesStatistics = 'shared', estimate = 'none', ...rest } = given
    readOptions(`${name} fit`, { ...fittingSchema, ...howToFitSchema, ...definition.schema }, given)
    if (estimate !== 'none') requireEstimable(definition, rest.standardize)
    const [model, ...others] = all
    const first = model?.channels[0]
    if (first === undefined) throw errors.TIMESERIES_NOTHING_TO_FIT({ channel: null })
    const shape = { channels: model!.channels.length, extras: first.extras?.length ?? 0 }
    const description = describeSeries(model!)
    const series = [model!, ...others.map((one) => knownSeries(one, description))]
    const options = { standardize: 'per-channel', ...rest, ...shape, ...description } as unknown as Options
    const { standardize = 'per-channel' } = options
    const finished = (fitted: Options, warnings?: readonly StatisticsWarning[]) => {
      if (estimate === 'none') return create(fitted, warnings)
      return create({ ...fitted, smoother: fitSmootherTo(series, resolve(fitted)) }, warnings)
    }
    if (!isFitted(standardize)) {
      for (const one of series) checkSeries(one, shape)
      const { transform } = resolve(options)
      const { rest: _, ...found } = season === 'none' ? { rest: series } : fitSeason(series, transform)
      return finished({ ...withTimeUnit(options, series), ...found })
    }
    // Resolving once without statistics checks the other options before the data are gone through.
    const { transform, relativeValues } = resolve({ ...options, standardize: 'none' })
    const widened = (one: TimeSeries) => {
      checkSeries(one, shape)
      return withRelativeValues(one)
    }
    const columns = { channels: shape.channels, extras: shape.extras + Number(relativeValues), relativeValues }
    const fitted = relativeValues ? series.map(widened) : series
    const fitColumns = (some: readonly TimeSeries[]) => {
      if (season === 'none') return fitStatistics(some, columns, transform, standardize)
      for (const one of some) checkSeries(one, { channels: columns.channels, extras: columns.extras })
      const { rest, ...found } = fitSeason(some, transform)
      return { ...fitStatistics(rest, columns, noTransforms(transform), standardize), ...found }
    }
    const { warnings, ...shared } = fitColumns(fitted)
    const own = seriesStatistics === 'own' ? fitOwn(fitted, (some) => withoutWarnings(fitColumns(some))) : {}
    const ofSeries = Object.keys(own).length > 0 && { ofSeries: own }
    return finished({ ...withTimeUnit(options, series), ...shared, ...ofSeries }, warnings)
  }

  /** With the unit of time that is given, or else that of the series, which are checked before. */
  function withTimeUnit(options: Options, series: readonly TimeSeries[]): Options {
    const { time } = options
    if (time?.unit !== undefined) return options
    return { ...options, time: { ...time, unit: fitTimeUnit(series) } }
  }

  function fromJSON(json: unknown): TimeSeriesTokenizer<Resolved> {
    const { options } = readOptions(`the JSON of ${name}`, jsonSchema, json)
    return create(options)
  }

  return Object.assign((options: OptionsWith<Own>) => create(options as Options), { fit, fromJSON })
}
