import { type ForecastTask, futureTimes, mergedTimes, type TimeSeries } from '@romae/timeseries'

/** What is to be forecast of a file's series: the rows after the last one in which anything is known that is to be forecast. */
export interface NextRows extends ForecastTask {
  /** The time of that last row. */
  readonly origin: number
}

/**
 * The rows that follow, of each series: first those that the file has already, such as ones with a known future, then at typical steps.
 * Null for a series of which nothing is known.
 */
export function nextRows(series: TimeSeries, horizon: number, known: readonly string[]): NextRows | null {
  const forecast = series.channels.filter(({ name }) => !known.includes(name!))
  const ends = forecast.map(({ times, values }) => times[values.findLastIndex((value) => !Number.isNaN(value))])
  const seen = ends.filter((time) => time !== undefined)
  if (seen.length === 0) return null
  const origin = Math.max(...seen)
  const own = mergedTimes(series)
    .filter((time) => time > origin)
    .slice(0, horizon)
  const missing = horizon - own.length
  const after = own.at(-1) ?? origin
  const more = missing === 0 ? [] : futureTimes(series, { count: missing, after })
  return { series, origin, at: Float64Array.of(...own, ...more) }
}
