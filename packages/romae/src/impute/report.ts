import { type ChartSection, renderReport, type TableSection, trainingSections } from '@romae/report'
import type { TimeSeries } from '@romae/timeseries'
import { readMetrics } from '@romae/trainer/node'
import { runFacts, trainingTime } from '../report/run-facts.ts'
import type { FillingError, HeldOutError } from './held-out-errors.ts'

/** What the report of an imputation shows. */
export interface ImputeReport {
  /** The run's. */
  readonly folder: string
  readonly file: string
  readonly channels: readonly string[]
  readonly series: readonly TimeSeries[]
  readonly filled: readonly TimeSeries[]
  readonly errors: readonly HeldOutError[]
}

/** Points of a channel that a chart shows, from the first gap on. */
const SHOWN_POINTS = 150
const SHOWN_CHANNELS = 6

/** Errors, the first series' filled curves, and how training went. */
export async function imputeReport({ folder, file, channels, series, filled, errors }: ImputeReport): Promise<string> {
  const events = await readMetrics(folder)
  const [facts, command] = await runFacts(folder, 'The run')
  const curves = channels.slice(0, SHOWN_CHANNELS).map((name, channel): ChartSection => {
    return filledCurve(name, series[0]!, filled[0]!, channel)
  })
  return renderReport({
    title: `Filling the gaps of ${file}`,
    subtitle: `${series.length} series of ${channels.length} channels; ${trainingTime(events)} of steps`,
    sections: [
      ...(errors.length > 0 ? [errorTable(channels, errors)] : []),
      ...curves,
      ...trainingSections(events, { lossLabel: 'mean squared error, in standard deviations' }),
      facts,
      command,
    ],
  })
}

function errorTable(channels: readonly string[], errors: readonly HeldOutError[]): TableSection {
  const row = (name: string, { count, unfilled, romae, linear }: FillingError) => [
    name,
    unfilled === 0 ? count : `${count} of ${count + unfilled}`,
    romae,
    linear,
  ]
  return {
    kind: 'table',
    heading: 'Error on observed values that training did not see',
    caption:
      'Root mean squared error, in the unit of the channel. Where linear interpolation wins, use it. Gaps are measured in ' +
      'rows; errors in long ones are those of values that were held out within gaps as long as the file’s own.',
    columns: [{ label: 'channel' }, { label: 'values' }, { label: 'RoMAE' }, { label: 'linear interpolation' }],
    rows: errors.flatMap(({ byGap, ...error }, channel) => [
      row(channels[channel]!, error),
      ...byGap.map((ofGap) => row(`${channels[channel]!}, gaps of ${ofGap.rows}`, ofGap)),
    ]),
  }
}

function filledCurve(name: string, series: TimeSeries, filled: TimeSeries, channel: number): ChartSection {
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
    { label: 'observed', ...points(shown.filter((i) => !isGap(complete.times[i]!))), style: 'points' as const },
    { label: 'filled', ...points(shown.filter((i) => isGap(complete.times[i]!))), style: 'points' as const },
  ]
  return {
    kind: 'chart',
    heading: `${series.id}: ${name}`,
    width: 'half',
    height: 200,
    x: { label: 'time' },
    y: { label: name },
    series: parts.filter(({ x }) => x.length > 0),
  }
}
