import { channelLabel } from '@romae/internal/channels'
import {
  type ChartSection,
  formatNumber,
  reliabilitySection,
  renderReport,
  type TableCell,
  type TableSection,
  trainingSections,
} from '@romae/report'
import type { TimeSeries } from '@romae/timeseries'
import { readMetrics } from '@romae/trainer/node'
import { runFacts, trainingTime } from '../report/run-facts.ts'
import { intervalCells, intervalTable } from '../uncertainty/interval-text.ts'
import { bestOf, type MethodErrors } from './comparison.ts'
import type { Evaluation } from './evaluation.ts'
import type { FilledIntervals } from './filled-intervals.ts'
import type { Intervals } from './intervals.ts'
import { labelOf } from './result-lines.ts'

/** What the report of an imputation shows. */
export interface ImputeReport {
  /** The run's. */
  readonly folder: string
  readonly file: string
  readonly channels: readonly string[]
  readonly series: readonly TimeSeries[]
  readonly filled: readonly TimeSeries[]
  /** Null where there are none. */
  readonly intervals: FilledIntervals | null
  /** Null where nothing was held out. */
  readonly evaluation: Evaluation | null
  /** Whether `--best` was asked for. */
  readonly isBest: boolean
}

/** Points of a channel that a chart shows, from the first gap on. */
const SHOWN_POINTS = 150
const SHOWN_CHANNELS = 6

/** Errors, the first series' filled curves, and how training went. */
export async function imputeReport(report: ImputeReport): Promise<string> {
  const { folder, file, channels, series, filled, intervals, evaluation, isBest } = report
  const events = await readMetrics(folder)
  const [facts, command] = await runFacts(folder, 'The run')
  const curves = channels.slice(0, SHOWN_CHANNELS).map((name, channel): ChartSection => {
    const band = intervals && { lower: intervals.lower[0]![channel]!, upper: intervals.upper[0]![channel]! }
    return filledCurve(name, series[0]!, filled[0]!, channel, band)
  })
  return renderReport({
    title: `Filling the gaps of ${file}`,
    subtitle: `${series.length} series of ${channels.length} channels; ${trainingTime(events)} of steps`,
    sections: [
      ...(evaluation === null ? [] : [errorTable(channels, evaluation)]),
      ...(evaluation === null || !isBest ? [] : [bestTable(channels, evaluation)]),
      ...(evaluation?.intervals == null ? [] : intervalSections(channels, evaluation.intervals)),
      ...curves,
      ...trainingSections(events, { lossLabel: 'mean squared error, in standard deviations' }),
      facts,
      command,
    ],
  })
}

function errorTable(channels: readonly string[], { methods, errors }: Evaluation): TableSection {
  return {
    kind: 'table',
    heading: 'Error on observed values that training did not see',
    caption:
      'Root mean squared error, in the unit of the channel; the least is marked: take that method there, as --best does. Gaps ' +
      'are measured in rows.',
    columns: [{ label: 'channel' }, { label: 'values' }, ...methods.map((method) => ({ label: labelOf(method) }))],
    rows: errors.flatMap(({ byGap, ...error }, channel) => [
      errorCells(channels[channel]!, error),
      ...byGap.map((ofGap) => errorCells(`${channels[channel]!}, gaps of ${ofGap.rows}`, ofGap)),
    ]),
  }
}

/** The choice of methods is made on one half of the held-out values: this is the other. */
function bestTable(channels: readonly string[], { methods, best }: Evaluation): TableSection {
  return {
    kind: 'table',
    heading: 'The same of --best, chosen on one half of these values and measured on the other',
    columns: [
      { label: 'channel' },
      { label: 'values' },
      ...methods.map((method) => ({ label: labelOf(method) })),
      { label: 'best' },
    ],
    rows: best.errors.map((error, channel) => errorCells(channels[channel]!, error)),
  }
}

/** How good the intervals are on held-out values that had no part in making them. */
function intervalSections(channels: readonly string[], intervals: Intervals): readonly (TableSection | ChartSection)[] {
  const { all, byChannel, byGap, reliability } = intervals
  const rows = [
    ...byChannel.flatMap((own, channel) => (own === null ? [] : [intervalCells(channels[channel]!, own)])),
    ...(byGap.length < 2
      ? []
      : byGap.map(({ rows, count, coverage }) => intervalCells(`gaps of ${rows}`, { count, coverage }))),
  ]
  return [
    intervalTable(intervals, 'held-out values', rows),
    reliabilitySection(reliability, `${all.count} held-out values`),
  ]
}

function errorCells(name: string, { count, unfilled, errors }: MethodErrors): readonly TableCell[] {
  const least = bestOf(errors)
  const cells = errors.map((error, method) => {
    if (Number.isNaN(error)) return null
    return method === least ? { text: `${formatNumber(error)} *`, value: error } : error
  })
  return [name, unfilled === 0 ? count : `${count} of ${count + unfilled}`, ...cells]
}

function filledCurve(
  name: string,
  series: TimeSeries,
  filled: TimeSeries,
  channel: number,
  band: { readonly lower: Float64Array; readonly upper: Float64Array } | null,
): ChartSection {
  const complete = filled.channels[channel]!
  const { times, values } = series.channels[channel]!
  const known = new Map(Array.from(times, (time, index) => [time, values[index]!]))
  const isGap = (time: number) => Number.isNaN(known.get(time) ?? Number.NaN)
  const first = Math.max(0, complete.times.findIndex(isGap) - 10)
  const shown = Array.from(complete.times.keys()).slice(first, first + SHOWN_POINTS)
  const points = (indices: readonly number[]) => ({
    x: indices.map((index) => complete.times[index]!),
    y: indices.map((index) => complete.values[index]!),
  })
  const parts = [
    { label: 'complete', ...points(shown) },
    ...(band === null ? [] : bandOf(shown, complete, band)),
    { label: 'observed', ...points(shown.filter((i) => !isGap(complete.times[i]!))), style: 'points' as const },
    { label: 'filled', ...points(shown.filter((i) => isGap(complete.times[i]!))), style: 'points' as const },
  ]
  return {
    kind: 'chart',
    heading: `${series.id}: ${name}`,
    width: 'half',
    height: 200,
    x: { label: 'time' },
    y: { label: channelLabel(name, series.channels[channel]!.unit) },
    series: parts.filter(({ x }) => x.length > 0),
  }
}

/** Both ends of the interval, and what lies between. */
function bandOf(
  shown: readonly number[],
  { times, values }: TimeSeries['channels'][number],
  band: { readonly lower: Float64Array; readonly upper: Float64Array },
) {
  // Where a value was observed there is nothing to be unsure of.
  const end = (side: Float64Array) => shown.map((row) => (Number.isNaN(side[row]!) ? values[row]! : side[row]!))
  const x = shown.map((row) => times[row]!)
  const lower = { label: 'lower end of the interval', x, y: end(band.lower), style: 'dashed' as const }
  const upper = { label: 'upper end of the interval', x, y: end(band.upper), style: 'dashed' as const }
  return [{ ...upper, downTo: lower.label }, lower]
}
