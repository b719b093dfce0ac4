import { mergedTimes } from './merged-times.ts'
import type { TimeSeries } from './series.ts'

/** A series by rows: one a time at which any of its channels has an entry. */
export interface Rows {
  readonly times: Float64Array
  /** `[channel][row]`: 1 = the channel has no value there. */
  readonly missing: readonly Uint8Array[]
  /** `[channel][entry]`: the row of each entry of a channel. */
  readonly places: readonly Int32Array[]
}

/** The rows of a series, whatever channels have times of their own. */
export function rowsOf(series: TimeSeries): Rows {
  const times = mergedTimes(series)
  const places = series.channels.map((channel) => {
    let row = 0
    return Int32Array.from(channel.times, (time) => {
      while (times[row]! < time) row++
      return row
    })
  })
  const missing = series.channels.map(({ values }, channel) => {
    const flags = new Uint8Array(times.length).fill(1)
    places[channel]!.forEach((row, entry) => {
      if (!Number.isNaN(values[entry])) flags[row] = 0
    })
    return flags
  })
  return { times, missing, places }
}

/** `[row]`: how many rows the gap has that the row is in; 0 where there is a value. */
export function gapLengths(missing: Uint8Array): Int32Array {
  const lengths = new Int32Array(missing.length)
  for (let start = 0; start < missing.length; start++) {
    let end = start
    while (missing[end] === 1) end++
    lengths.fill(end - start, start, end)
    start = end
  }
  return lengths
}
