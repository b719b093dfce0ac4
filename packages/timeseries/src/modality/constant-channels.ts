import type { TimeSeries } from '../series/series.ts'

/**
 * The names of channels that have one value throughout each series, and not the same in all: labels look like this, and so
 * do properties of a patient or a place.
 */
export function constantChannels(all: readonly TimeSeries[]): readonly string[] {
  return (all[0]?.channels ?? []).flatMap(({ name }, channel) => {
    if (name === undefined) return []
    const levels = new Set<number>()
    for (const { channels } of all) {
      const observed = (channels[channel]?.values ?? new Float64Array()).filter((value) => !Number.isNaN(value))
      if (observed.length === 0) continue
      if (observed.length === 1 || observed.some((value) => value !== observed[0])) return []
      levels.add(observed[0]!)
    }
    return levels.size > 1 ? [name] : []
  })
}
