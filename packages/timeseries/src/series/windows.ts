import { checkOptions, isCount, isPositive, requireNumber } from '../options.ts'
import { checkSeries } from './check-series.ts'
import { cutWindows } from './cut-windows.ts'
import type { TimeSeries } from './series.ts'

/** How {@link windows} cuts. Both are spans of time, in the unit of the series. */
export interface WindowOptions {
  readonly length: number
  /** From one window's start to the next. Defaults to `length`: windows side by side. */
  readonly stride?: number
  /** The fewest observed values, of all channels together, that a window has: others are left out. Defaults to 1. */
  readonly least?: number
}

/**
 * Cuts a series by time into windows `[start, start + length)`, the first at the series' first time.
 *
 * The last window is the first one that reaches past the last time, so it may be partly empty. Windows without an
 * observed value (or with fewer than `least`) are left out, and a long time without any costs nothing. Times stay as they are; a window's id is the
 * series' id, `@` and the window's number, counted from 0 with the empty ones. Their `group` is that of the series, or else
 * its id: windows of one series overlap or follow one another, and must not be divided between training and test.
 *
 * @throws RomaeError `TIMESERIES_INVALID_OPTION`, `TIMESERIES_TOO_MANY_WINDOWS`
 */
export function windows(series: TimeSeries, options: WindowOptions): TimeSeries[] {
  checkOptions('windows', options, ['length', 'stride', 'least'])
  const { length, stride = length, least = 1 } = options
  requireNumber('windows', 'length', length, 'a positive number', isPositive)
  requireNumber('windows', 'stride', stride, 'a positive number', isPositive)
  requireNumber('windows', 'least', least, 'an integer, at least 1', isCount)
  checkSeries(series)
  const cut: TimeSeries[] = []
  const { group = series.id } = series
  for (const { index, window } of cutWindows(series, { length, stride })) {
    if (observedCount(window) >= least) cut.push({ ...window, id: `${series.id}@${index}`, group })
  }
  return cut
}

/** How many values all channels have together. */
export function observedCount({ channels }: TimeSeries): number {
  let count = 0
  for (const { values } of channels) for (const value of values) if (!Number.isNaN(value)) count++
  return count
}
