import { channelLabel } from '@romae/internal/channels'
import type { ChartSection, ChartSeries, Section } from '@romae/report'
import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { intervalBand } from '../report/interval-band.ts'
import { type TimeAxis, timeAxis } from '../report/time-axis.ts'
import type { FilledIntervals } from './filled-intervals.ts'

/** Charts of a report, and rows of all of them together: a page of half a megabyte. */
const MOST_CHARTS = 12
const MOST_CHANNELS = 6
const MOST_ROWS = 12_000
/** Rows before the first gap that are shown besides, where not all are. */
const BEFORE = 10
/** A chart of more rows has the page's width. */
const WIDE = 200

/** What curves show. */
export interface FilledCurves {
  readonly channels: readonly string[]
  readonly series: readonly TimeSeries[]
  readonly filled: readonly TimeSeries[]
  /** Null where there are none. */
  readonly intervals: FilledIntervals | null
  /** Values that were held out, as the model filled them; null where none were. */
  readonly heldOut: readonly TimeSeries[] | null
  /** That dates are counted in; null where times are numbers. */
  readonly timeUnit: string | null | undefined
}

/** A chart for each of some channels of some series, and what is left out. */
export function filledCurves(curves: FilledCurves): Section[] {
  const { channels, series, timeUnit } = curves
  const ofChannels = Math.min(MOST_CHANNELS, channels.length)
  const ofSeries = Math.min(series.length, Math.floor(MOST_CHARTS / ofChannels))
  const axis = timeAxis(
    timeUnit,
    series.slice(0, ofSeries).map((one) => rowsOf(one).times),
  )
  const most = Math.floor(MOST_ROWS / (ofChannels * ofSeries))
  const charts = Array.from({ length: ofSeries * ofChannels }, (_, chart) =>
    filledCurve(curves, Math.floor(chart / ofChannels), chart % ofChannels, { axis, most }),
  )
  const shown = [
    ...(ofSeries < series.length ? [`${ofSeries} of ${series.length.toLocaleString('en')} series`] : []),
    ...(ofChannels < channels.length ? [`${ofChannels} of ${channels.length} channels`] : []),
  ]
  if (shown.length === 0) return charts
  return [...charts, { kind: 'text', text: `Drawn are ${shown.join(' and ')}; all are in the filled file.` }]
}

function filledCurve(
  { channels, series: all, filled, intervals, heldOut }: FilledCurves,
  place: number,
  channel: number,
  { axis, most }: { readonly axis: TimeAxis; readonly most: number },
): ChartSection {
  const series = all[place]!
  const { times, missing } = rowsOf(series)
  const isGap = missing[channel]!
  const { values } = filled[place]!.channels[channel]!
  const first = times.length <= most ? 0 : Math.max(0, Math.min(isGap.indexOf(1) - BEFORE, times.length - most))
  const rows = Array.from({ length: Math.min(most, times.length) }, (_, index) => first + index)
  const band = intervals && {
    lower: intervals.lower[place]![channel]!,
    upper: intervals.upper[place]![channel]!,
  }
  const at = (some: readonly number[]) => some.map((row) => axis.at(times[row]!))
  const gaps = rows.filter((row) => isGap[row] === 1 && !Number.isNaN(values[row]!))
  const tested = heldOut && pointsIn(heldOut[place]!.channels[channel]!, [times[rows[0]!]!, times[rows.at(-1)!]!], axis)
  const parts: ChartSeries[] = [
    { label: 'observed', x: at(rows), y: rows.map((row) => (isGap[row] === 1 ? null : short(values[row]!))) },
    ...(band === null ? [] : bandSeries(bandRows(rows, isGap), at, values, band)),
    ...(tested === null ? [] : [{ label: 'held out, as the model filled it', ...tested, style: 'points' as const }]),
    { label: 'filled', x: at(gaps), y: gaps.map((row) => short(values[row]!)), style: 'points' },
  ]
  const name = channels[channel]!
  const isAll = rows.length === times.length
  return {
    kind: 'chart',
    heading: `${series.id}: ${name}`,
    width: rows.length > WIDE ? 'full' : 'half',
    height: 220,
    ...(!isAll && { caption: rowsText(first, rows.length, times.length) }),
    x: axis.axis,
    y: { label: channelLabel(name, series.channels[channel]!.unit) },
    series: parts.filter(({ x }) => x.length > 0),
  }
}

/** What is filled from one time to another. */
function pointsIn(
  { times, values }: TimeSeries['channels'][number],
  [from, to]: readonly [number, number],
  axis: TimeAxis,
) {
  const isShown = (entry: number) => times[entry]! >= from && times[entry]! <= to && !Number.isNaN(values[entry])
  const shown = [...times.keys()].filter(isShown)
  return { x: shown.map((entry) => axis.at(times[entry]!)), y: shown.map((entry) => short(values[entry]!)) }
}

/** Gaps with the row before and after each, and one more where a band ends, at which it has no value. */
function bandRows(rows: readonly number[], isGap: Uint8Array): number[] {
  const isNear = (row: number) => isGap[row - 1] === 1 || isGap[row] === 1 || isGap[row + 1] === 1
  return rows.filter((row) => isNear(row) || isNear(row - 1))
}

/** Both ends of the interval, and what lies between. */
function bandSeries(
  rows: readonly number[],
  at: (rows: readonly number[]) => number[],
  values: Float64Array,
  { lower, upper }: { readonly lower: Float64Array; readonly upper: Float64Array },
): ChartSeries[] {
  const isInside = new Set(rows.flatMap((row) => (Number.isNaN(lower[row]!) ? [] : [row - 1, row, row + 1])))
  // Where a value was observed there is nothing to be unsure of.
  const end = (side: Float64Array) =>
    rows.map((row) => (isInside.has(row) ? short(Number.isNaN(side[row]!) ? values[row]! : side[row]!) : null))
  return intervalBand(at(rows), end(lower), end(upper))
}

/** Six digits: what a chart can show, in a page that is sent by mail. */
function short(value: number): number {
  return Number(value.toPrecision(6))
}

function rowsText(first: number, count: number, all: number): string {
  const text = (row: number) => row.toLocaleString('en')
  return `Rows ${text(first + 1)} to ${text(first + count)} of ${text(all)}; all are in the filled file.`
}
