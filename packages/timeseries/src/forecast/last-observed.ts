import type { TimeSeries } from '../series/series.ts'

/** The time of the last observed value of a channel that is to be forecast; null where there is none. */
export function lastObserved({ channels }: TimeSeries, known: readonly string[] = []): number | null {
  let last: number | null = null
  for (const { name, times, values } of channels) {
    if (name !== undefined && known.includes(name)) continue
    const index = values.findLastIndex((value) => !Number.isNaN(value))
    if (index >= 0 && (last === null || times[index]! > last)) last = times[index]!
  }
  return last
}
