import { rowsOf } from './rows.ts'
import type { TimeSeries } from './series.ts'

/** A stretch of rows in which some channels have no value, from the same row to the same row. */
export interface Gap {
  readonly channels: readonly number[]
  /** How many rows it has. */
  readonly rows: number
  /** Whether it lies before the first value of its channels, after the last, or between two. */
  readonly place: 'start' | 'between' | 'end'
}

/**
 * The gaps of series, each once: what channels lack in exactly the same rows is one gap of these channels. Channels of which a
 * series has no value at all have no gap there.
 */
export function gapsOf(series: readonly TimeSeries[]): Gap[] {
  return series.flatMap((one) => {
    const { missing, times } = rowsOf(one)
    const found = new Map<number, number[]>()
    missing.forEach((flags, channel) => {
      for (let start = 0; start < flags.length; start++) {
        let end = start
        while (flags[end] === 1) end++
        if (end > start && end - start < flags.length) {
          // One number for both: there are fewer rows than 2^26.
          const key = start * 2 ** 26 + (end - start)
          const channels = found.get(key)
          if (channels === undefined) found.set(key, [channel])
          else channels.push(channel)
        }
        start = end
      }
    })
    return Array.from(found, ([key, channels]): Gap => {
      const [start, rows] = [Math.floor(key / 2 ** 26), key % 2 ** 26]
      return { channels, rows, place: start === 0 ? 'start' : start + rows === times.length ? 'end' : 'between' }
    })
  })
}
