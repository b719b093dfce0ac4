import { errors } from '../errors.ts'
import { mergedTimes } from './merged-times.ts'
import type { TimeSeries } from './series.ts'
import { firstIndexFrom, sliceTime } from './slice-time.ts'

/** A part of a series by time. */
export interface Cut {
  /** Which window it is, counted from 0 with those that are empty. */
  readonly index: number
  readonly window: TimeSeries
}

/** More windows than anybody wants: a stride in the wrong unit would otherwise look like a hang. */
const MAX_WINDOWS = 10_000_000

/**
 * Cuts a series into windows `[start, start + length)`, the first at its first time and the last the first one that reaches
 * past its last time. Windows without an entry are left out, and cost nothing, however long a span they make. With a stride
 * of at most the length every entry is in a window, and in one only where they are equal, whatever rounding does.
 *
 * @param series checked before
 * @param span both positive, in the unit of its times
 * @throws RomaeError `TIMESERIES_TOO_MANY_WINDOWS`
 */
export function* cutWindows(
  series: TimeSeries,
  { length, stride }: { readonly length: number; readonly stride: number },
): Generator<Cut, void, void> {
  const filled = series.channels.map(({ times }) => times).filter((times) => times.length > 0)
  if (filled.length === 0) return
  const first = Math.min(...filled.map((times) => times[0]!))
  const last = Math.max(...filled.map((times) => times.at(-1)!))
  requireFewWindows(series, last - first, length, stride)
  const startOf = (index: number) => first + index * stride
  const endOf = (index: number) => {
    if (stride > length) return startOf(index) + length
    const next = startOf(index + 1)
    // Windows side by side share their borders exactly: rounding must not put an observation into two, or none.
    return stride === length ? next : Math.max(next, startOf(index) + length)
  }
  for (let index = 0, to = -Infinity; to <= last; index++) {
    to = endOf(index)
    const window = sliceTime(series, { from: startOf(index), to })
    if (window.channels.some(({ times }) => times.length > 0)) yield { index, window }
    else index = Math.max(index, lastWindowBefore(nextTime(filled, to), { first, length, stride }))
  }
}

/** A window, not far from the last, that ends before a time: the search goes on after it. */
function lastWindowBefore(time: number, { first, length, stride }: Record<'first' | 'length' | 'stride', number>) {
  return Math.floor((time - first - length) / stride) - 1
}

function nextTime(all: readonly Float64Array[], from: number): number {
  return Math.min(...all.map((times) => times[firstIndexFrom(times, from)] ?? Infinity))
}

function requireFewWindows(series: TimeSeries, span: number, length: number, stride: number): void {
  const side = span / stride
  if (side <= MAX_WINDOWS) return
  // A time is in that many windows; there are no more than that for each, however far apart times are.
  const count = Math.min(side, mergedTimes(series).length * (length / stride + 1))
  if (count <= MAX_WINDOWS && side <= Number.MAX_SAFE_INTEGER) return
  throw errors.TIMESERIES_TOO_MANY_WINDOWS({ id: series.id, span, stride, count: Math.round(count) })
}
