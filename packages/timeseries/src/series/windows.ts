import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { positive, readOptions } from '../options.ts'
import { checkSeries } from './check-series.ts'
import { cutWindows } from './cut-windows.ts'
import type { TimeSeries } from './series.ts'

const schema = {
  length: { ...positive, required: true },
  stride: { ...positive, help: 'from one window’s start to the next; `length` by default: windows side by side' },
  least: {
    ...count,
    default: 1,
    help: 'the fewest observed values, of all channels together, that a window has: others are left out',
  },
} as const satisfies Schema

/** How {@link windows} cuts. Length and stride are spans of time, in the unit of the series. */
export interface WindowOptions extends OptionsOf<typeof schema> {}

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
  const { length, stride = length, least } = readOptions('windows', schema, options)
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
