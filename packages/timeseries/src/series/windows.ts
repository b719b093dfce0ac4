import { errors } from '../errors.ts'
import { checkOptions, isPositive, requireNumber } from '../options.ts'
import { checkSeries } from './check-series.ts'
import type { TimeSeries } from './series.ts'
import { sliceTime } from './slice-time.ts'

/** How {@link windows} cuts. Both are spans of time, in the unit of the series. */
export interface WindowOptions {
  readonly length: number
  /** From one window's start to the next. Defaults to `length`: windows side by side. */
  readonly stride?: number
}

/** More windows than anybody wants: a stride in the wrong unit would otherwise look like a hang. */
const MAX_WINDOWS = 10_000_000

/**
 * Cuts a series by time into windows `[start, start + length)`, the first at the series' first time.
 *
 * The last window is the first one that reaches past the last time, so it may be partly empty. Windows without an
 * observed value are left out. Times stay as they are; a window's id is the series' id, `@` and the window's number,
 * counted from 0 with the empty ones. Their `group` is that of the series, or else its id: windows of one series overlap or
 * follow one another, and must not be divided between training and test.
 *
 * @throws TIMESERIES_INVALID_OPTION, TIMESERIES_TOO_MANY_WINDOWS
 */
export function windows(series: TimeSeries, options: WindowOptions): TimeSeries[] {
  checkOptions('windows', options, ['length', 'stride'])
  const { length, stride = length } = options
  requireNumber('windows', 'length', length, 'a positive number', isPositive)
  requireNumber('windows', 'stride', stride, 'a positive number', isPositive)
  checkSeries(series)
  const filled = series.channels.filter(({ times }) => times.length > 0)
  if (filled.length === 0) return []
  const first = Math.min(...filled.map(({ times }) => times[0]!))
  const last = Math.max(...filled.map(({ times }) => times.at(-1)!))
  const count = (last - first) / stride
  if (count > MAX_WINDOWS)
    throw errors.TIMESERIES_TOO_MANY_WINDOWS({ id: series.id, span: last - first, stride, count })
  const cut: TimeSeries[] = []
  const { group = series.id } = series
  const startOf = (index: number) => first + index * stride
  for (let index = 0, to = -Infinity; to <= last; index++) {
    const from = startOf(index)
    // Windows side by side share their borders exactly: rounding must not put an observation into two, or none.
    to = stride === length ? startOf(index + 1) : from + length
    const window = sliceTime(series, { from, to })
    const observed = window.channels.some(({ values }) => values.some((value) => !Number.isNaN(value)))
    if (observed) cut.push({ ...window, id: `${series.id}@${index}`, group })
  }
  return cut
}
