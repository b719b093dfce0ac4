import type { TimeSeries } from './series.ts'

/** Whether every channel has so many values in all of the series together. */
export function hasValues(series: readonly TimeSeries[], least: number): boolean {
  return series[0]!.channels.every((_, channel) => {
    let observed = 0
    for (const { channels } of series)
      for (const value of channels[channel]!.values) if (!Number.isNaN(value)) observed++
    return observed >= least
  })
}
