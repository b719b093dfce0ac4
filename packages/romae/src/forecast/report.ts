import { channelLabel } from '@romae/internal/channels'
import {
  type ChartSection,
  reliabilitySection,
  renderReport,
  type TableSection,
  type TextSection,
  trainingSections,
} from '@romae/report'
import { type ForecastError, mergedTimes, type TimeSeries } from '@romae/timeseries'
import { readMetrics } from '@romae/trainer/node'
import type { FilledIntervals } from '../impute/filled-intervals.ts'
import { labelOf } from '../impute/result-lines.ts'
import { intervalBand } from '../report/interval-band.ts'
import { lossLabel } from '../report/loss-label.ts'
import { runFacts, trainingTime } from '../report/run-facts.ts'
import { type TimeAxis, timeAxis } from '../report/time-axis.ts'
import { intervalCells, intervalTable } from '../uncertainty/interval-text.ts'
import type { ForecastEvaluation } from './evaluation.ts'
import type { ForecastIntervals } from './intervals.ts'
import { shownSteps } from './shown-steps.ts'

/** What the report of a forecast shows. */
export interface ForecastReport {
  /** The run's. */
  readonly folder: string
  readonly file: string
  readonly channels: readonly string[]
  /** Series that were forecast, and what comes next of each. */
  readonly series: readonly TimeSeries[]
  readonly forecasts: readonly TimeSeries[]
  /** Null where there are none. */
  readonly intervals: FilledIntervals | null
  /** Null where nothing was kept from training. */
  readonly evaluation: ForecastEvaluation | null
  /** That dates are counted in; null where times are numbers. */
  readonly timeUnit: string | null | undefined
}

/** Horizons of the past that a chart shows. */
const SHOWN_HORIZONS = 6
const LEAST_POINTS = 60
const SHOWN_CHANNELS = 6

/** Errors by channel and horizon, the last stretch of the first series with its forecast, and how training went. */
export async function forecastReport(report: ForecastReport): Promise<string> {
  const { folder, file, channels, series, forecasts, intervals, evaluation, timeUnit } = report
  const axis = timeAxis(timeUnit, [mergedTimes(series[0]!), mergedTimes(forecasts[0]!)])
  const events = await readMetrics(folder)
  const [facts, command] = await runFacts(folder, 'The run')
  return renderReport({
    title: `What comes next in ${file}`,
    subtitle: `${series.length} series of ${channels.length} ${channels.length === 1 ? 'channel' : 'channels'}; ${trainingTime(events)} of steps`,
    // What somebody sees without knowing any of the words comes first.
    sections: [
      ...channels
        .slice(0, SHOWN_CHANNELS)
        .map((name, index) => chart(name, series[0]!, forecasts[0]!, index, { axis, band: bandOf(intervals, index) })),
      ...notDrawn(series.length, channels.length),
      ...(evaluation === null ? [] : [errorTable(channels, evaluation)]),
      ...(evaluation?.intervals == null
        ? []
        : [intervalSection(channels, evaluation.intervals), reliability(evaluation.intervals)]),
      ...trainingSections(events, { lossLabel: await lossLabel(folder) }),
      facts,
      command,
    ],
  })
}

/** That there is more than is drawn. */
function notDrawn(series: number, channels: number): readonly TextSection[] {
  const parts = [
    ...(channels > SHOWN_CHANNELS ? [`${SHOWN_CHANNELS} of ${channels} channels`] : []),
    ...(series > 1 ? [`1 of ${series.toLocaleString('en')} series`] : []),
  ]
  return parts.length === 0
    ? []
    : [{ kind: 'text', text: `Drawn are ${parts.join(' of ')}; all are in the file of the forecast.` }]
}

function errorTable(channels: readonly string[], evaluation: ForecastEvaluation): TableSection {
  const { methods, errors, ofChoice, choosing, reporting } = evaluation
  const cells = (name: string, byMethod: readonly ForecastError[]) => {
    return [name, byMethod[0]!.count, ...byMethod.map(({ rmse }) => (Number.isNaN(rmse) ? null : rmse))]
  }
  return {
    kind: 'table',
    heading: `Error from ${reporting.origins.length} origins that training did not see`,
    caption:
      'Root mean squared error: how far off a forecast typically is, in the unit of the channel, by rows ahead. “best” takes for each channel and horizon the method that ' +
      `was best from ${choosing.origins.length} earlier origins, as --best does.`,
    columns: [
      { label: 'channel' },
      { label: 'values' },
      ...methods.map((method) => ({ label: labelOf(method) })),
      { label: 'best' },
    ],
    rows: channels.flatMap((channel, index) => {
      const own = [...errors, ofChoice].map((one) => one[index]!)
      const steps = shownSteps(own[0]!.byHorizon.length)
      return [
        cells(channel, own),
        ...steps.map((step) =>
          cells(
            `${channel}, ${step + 1} ahead`,
            own.map((one) => one.byHorizon[step]!),
          ),
        ),
      ]
    }),
  }
}

function intervalSection(channels: readonly string[], intervals: ForecastIntervals): TableSection {
  const rows = intervals.byChannel.flatMap((own, index) => {
    if (own === null) return []
    const steps = shownSteps(own.byHorizon.length)
    const ofSteps = steps.map((step) => intervalCells(`${channels[index]!}, ${step + 1} ahead`, own.byHorizon[step]!))
    return [intervalCells(channels[index]!, own), ...ofSteps]
  })
  return intervalTable(intervals, 'forecasts', rows)
}

function reliability({ reliability: points, all }: ForecastIntervals): ChartSection {
  return reliabilitySection(points, `${all.count} forecast values`)
}

/** Both ends of the interval, and what lies between. */
interface Band {
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** That of the first series; null of a channel whose future is known. */
function bandOf(intervals: FilledIntervals | null, channel: number): Band | null {
  if (intervals === null) return null
  const [lower, upper] = [intervals.lower[0]![channel]!, intervals.upper[0]![channel]!]
  return lower.every(Number.isNaN) ? null : { lower, upper }
}

function chart(
  name: string,
  series: TimeSeries,
  forecast: TimeSeries,
  index: number,
  { axis, band }: { readonly axis: TimeAxis; readonly band: Band | null },
): ChartSection {
  const { times, values } = series.channels[index]!
  const next = forecast.channels[index]!
  const known = [...times.keys()].filter((entry) => !Number.isNaN(values[entry]) && times[entry]! < next.times[0]!)
  const shown = known.slice(-Math.max(LEAST_POINTS, SHOWN_HORIZONS * next.times.length))
  const parts = [
    { label: 'observed', x: shown.map((entry) => axis.at(times[entry]!)), y: shown.map((entry) => values[entry]!) },
    ...(band === null ? [] : intervalBand(Array.from(next.times, axis.at), [...band.lower], [...band.upper])),
    { label: 'forecast', x: Array.from(next.times, axis.at), y: [...next.values], style: 'line-and-points' as const },
  ]
  return {
    kind: 'chart',
    heading: `${series.id}: ${name}`,
    width: 'half',
    height: 200,
    x: axis.axis,
    y: { label: channelLabel(name, series.channels[index]!.unit) },
    series: parts.filter(({ x }) => x.length > 0),
  }
}
