import { errors } from '../errors.ts'
import type { ChartSection, ChartSeries, SeriesStyle } from '../report.ts'

/** The series of a chart on one x axis, as uPlot needs them. */
export interface ChartData {
  /** Ascending. An x comes as often as the series that has it most often. */
  readonly xs: readonly number[]
  readonly series: readonly AlignedSeries[]
  /** Values left out since a log scale cannot show them. */
  readonly notPositive: number
}

interface AlignedSeries {
  readonly label: string
  readonly style: SeriesStyle
  /** Where on `xs` the series has a point. Between them a line runs on. */
  readonly indices: readonly number[]
  /** At those; `null` is a gap. */
  readonly values: readonly (number | null)[]
  /** The place of the series down to which a band reaches. */
  readonly downTo?: number
}

const styles: readonly SeriesStyle[] = ['line', 'dashed', 'points', 'line-and-points', 'edge']

/** Seconds that a date can hold, before and after 1970. */
const MOST_SECONDS = 8.64e12

/** Checks a chart's series and puts them on one x axis. `chart` names it in errors. */
export function alignSeries(chart: string, section: ChartSection): ChartData {
  if (section.series.length === 0) throw errors.REPORT_NO_SERIES({ chart })
  const log = section.y.scale === 'log'
  const most = section.x.scale === 'time' ? MOST_SECONDS : Number.MAX_VALUE
  const sorted = section.series.map((series) => sortedPoints(chart, series, most))
  const slots = countSlots(sorted.map((points) => points.map(({ x }) => x)))
  const xs = [...slots].sort(([a], [b]) => a - b).flatMap(([x, count]) => new Array<number>(count).fill(x))
  const firstSlot = new Map<number, number>()
  for (const [index, x] of xs.entries()) if (!firstSlot.has(x)) firstSlot.set(x, index)
  let notPositive = 0
  const series = section.series.map(({ label, style = 'line', downTo }, position) => {
    const points = sorted[position]!
    const indices: number[] = []
    for (const [index, { x }] of points.entries()) {
      const again = index > 0 && points[index - 1]!.x === x
      indices.push(again ? indices[index - 1]! + 1 : firstSlot.get(x)!)
    }
    const values = points.map(({ y }) => {
      if (y === null || !Number.isFinite(y)) return null
      if (!log || y > 0) return y
      notPositive += 1
      return null
    })
    return {
      label,
      style,
      indices,
      values,
      ...(downTo !== undefined && { downTo: placeOfBand(chart, section, label, downTo) }),
    }
  })
  return { xs, series, notPositive }
}

/** @throws RomaeError `REPORT_BAD_OPTION` for a series that there is not, and for itself */
function placeOfBand(chart: string, { series }: ChartSection, label: string, downTo: string): number {
  const place = series.findIndex((one) => one.label === downTo && one.label !== label)
  if (place !== -1) return place
  const option = `downTo of series "${label}" in chart "${chart}"`
  throw errors.REPORT_BAD_OPTION({ option, got: downTo, expected: 'the label of another of its series' })
}

interface Point {
  readonly x: number
  readonly y: number | null
}

function sortedPoints(chart: string, { label: series, x, y, style = 'line' }: ChartSeries, most: number): Point[] {
  if (!styles.includes(style)) {
    throw errors.REPORT_BAD_OPTION({
      option: `the style of series "${series}"`,
      got: style,
      expected: styles.join(', '),
    })
  }
  if (x.length !== y.length) throw errors.REPORT_SERIES_LENGTH({ chart, series, x: x.length, y: y.length })
  if (x.length === 0) throw errors.REPORT_EMPTY_SERIES({ chart, series })
  const points = Array.from(x, (value, index) => ({ x: value, y: y[index]! }))
  for (const [index, { x: got }] of points.entries()) {
    if (!(Math.abs(got) <= most)) throw errors.REPORT_BAD_X({ chart, series, index, got })
    const before = points[index - 1]?.x ?? got
    if (got < before && style !== 'points') throw errors.REPORT_UNSORTED_X({ chart, series, index, before, got })
  }
  return points.sort((a, b) => a.x - b.x)
}

/** How often each x comes in the series that has it most often. */
function countSlots(series: readonly (readonly number[])[]): Map<number, number> {
  const slots = new Map<number, number>()
  for (const xs of series) {
    let count = 0
    for (const [index, x] of xs.entries()) {
      count = index > 0 && xs[index - 1] === x ? count + 1 : 1
      slots.set(x, Math.max(count, slots.get(x) ?? 0))
    }
  }
  return slots
}
