import type { ForecastTask, Origin, TimeSeries } from '@romae/timeseries'
import type { UncertainValue } from '@romae/timeseries/uncertainty'
import type { BoundsOfChannels } from '../impute/bounds.ts'
import type { FilledIntervals } from '../impute/filled-intervals.ts'
import {
  type IntervalErrors,
  outer,
  type TestedIntervals,
  type TestedValue,
  testIntervals,
  uncertain,
} from '../uncertainty/tested-intervals.ts'
import type { MethodForecasts } from './methods.ts'

/** A forecast of which the truth came to be known. */
interface TestedForecast extends TestedValue {
  readonly step: number
}

/** Intervals of forecasts that were calibrated from some origins, and measured from others. */
export interface ForecastIntervals
  extends Pick<TestedIntervals<TestedForecast>, 'coverage' | 'calibration' | 'reliability'> {
  /** Of all values: only count and coverage mean something over channels of different units. */
  readonly all: Pick<IntervalErrors, 'count' | 'coverage'>
  /** By channel, and by step ahead, from 0; null without values. */
  readonly byChannel: readonly (ChannelIntervals | null)[]
}

interface ChannelIntervals extends IntervalErrors {
  readonly byHorizon: readonly (IntervalErrors | null)[]
}

/** What intervals of forecasts are made of. */
export interface ForecastIntervalRule {
  readonly coverage: number
  readonly links: BoundsOfChannels
  /** The deviation of each channel: the width of a method that says none. */
  readonly units: readonly number[]
  /** Channels that are not forecast. */
  readonly known: readonly string[]
  /** Names, the model first. */
  readonly methods: readonly string[]
  /** The method that forecasts a value, of those that have one: an index; undefined where none has. */
  readonly methodAt: (channel: number, step: number, hasValue: (method: number) => boolean) => number | undefined
}

/** Origins, and what was forecast from them. */
export interface Tested {
  readonly origins: readonly Origin[]
  readonly by: MethodForecasts
}

/**
 * Calibrates forecasts by channel and horizon on one part of the origins and measures them on another.
 *
 * @returns null, and a note, where there are too few
 */
export function evaluateForecastIntervals(
  parts: { readonly choosing: Tested; readonly calibrating: Tested; readonly reporting: Tested },
  rule: ForecastIntervalRule,
  note: (text: string) => void,
): ForecastIntervals | null {
  const { coverage, links } = rule
  const of = ({ origins, by }: Tested) => testedForecasts(origins, by, rule)
  const values = {
    choosing: of(parts.choosing),
    calibrating: of(parts.calibrating),
    reporting: of(parts.reporting),
  }
  const tested = testIntervals(values, { coverage, links }, note)
  if (tested === null) return null
  const { calibration, errorsWhere, reliability } = tested
  const all = errorsWhere(() => true)
  if (all === null) {
    note('there are no intervals: nothing was observed to measure them on; keep more rows from training (--test)')
    return null
  }
  const { channels } = parts.reporting.origins[0]!.actual
  const horizon = parts.reporting.origins[0]!.at.length
  return {
    coverage,
    calibration,
    reliability,
    all,
    byChannel: channels.map((_, channel) => {
      const own = errorsWhere(({ known }) => known.channel === channel)
      if (own === null) return null
      const byHorizon = Array.from({ length: horizon }, (_, ahead) =>
        errorsWhere(({ known, step }) => known.channel === channel && step === ahead),
      )
      return { ...own, byHorizon }
    }),
  }
}

/** The intervals of what is forecast: NaN in a channel whose future is known, and where no method has a value. */
export function forecastIntervals(
  tasks: readonly ForecastTask[],
  by: MethodForecasts,
  { coverage, calibration }: Pick<ForecastIntervals, 'coverage' | 'calibration'>,
  rule: ForecastIntervalRule,
): FilledIntervals {
  const [low, high] = outer(coverage)
  const [first] = by.forecasts.values()
  const values = tasks.map((_, task) =>
    first![task]!.channels.map((channel, place) =>
      Array.from(channel.values, (_, step) => valueAt(by, rule, task, place, step)),
    ),
  )
  const ofLevel = (level: number) =>
    values.map((channels) =>
      channels.map((steps, channel) =>
        Float64Array.from(steps, (value) => {
          return value === null ? Number.NaN : rule.links[channel]!.toBounded(calibration.quantile(value, level))
        }),
      ),
    )
  return { lower: ofLevel(low), median: ofLevel(0.5), upper: ofLevel(high) }
}

function testedForecasts(
  origins: readonly Origin[],
  by: MethodForecasts,
  rule: ForecastIntervalRule,
): readonly TestedForecast[] {
  return origins.flatMap(({ actual }, task) =>
    actual.channels.flatMap(({ values }, channel) =>
      Array.from(values, (truth, step): TestedForecast | [] => {
        const value = Number.isNaN(truth) ? null : valueAt(by, rule, task, channel, step)
        if (value === null) return []
        return { step, actual: truth, known: { ...value, actual: rule.links[channel]!.toUnbounded(truth) } }
      }).flat(),
    ),
  )
}

/** What was forecast, and how far off it may be: its distance is how many rows it is ahead. */
function valueAt(
  { forecasts, widths }: MethodForecasts,
  { methods, methodAt, known, units }: ForecastIntervalRule,
  task: number,
  channel: number,
  step: number,
): UncertainValue | null {
  const pointBy = (method: number) => pointOf(forecasts.get(methods[method]!)?.[task], channel, step)
  const method = methodAt(channel, step, (one) => Number.isFinite(pointBy(one)))
  if (method === undefined) return null
  const { name } = forecasts.get(methods[method]!)![task]!.channels[channel]!
  const point = pointBy(method)
  if (known.includes(name!) || !Number.isFinite(point)) return null
  const own = widths.get(methods[method]!)?.[task]
  const sides = own && { below: own.below[channel]![step]!, above: own.above[channel]![step]! }
  return uncertain({ channel, method, distance: step + 1, point }, sides ?? null, units)
}

function pointOf(forecast: TimeSeries | undefined, channel: number, step: number): number {
  return forecast?.channels[channel]?.values[step] ?? Number.NaN
}
