import type { Source, WriteContext } from '@romae/tokenizer/modality'
import { withChannels } from '../series/select.ts'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'
import type { SeriesData } from './options.ts'
import { writeSeries } from './write-series.ts'

/** What was read, and what comes next of each series. */
export interface Forecasts {
  readonly read: readonly TimeSeries[]
  /** In the same order; null of a series that is not forecast. */
  readonly rows: readonly (ForecastRows | null)[]
}

/** What comes next of a series. */
export interface ForecastRows {
  /** The last time that is not forecast. */
  readonly origin: number
  /** Of the same channels, at increasing times. */
  readonly forecast: TimeSeries
}

/**
 * The rows that follow those of a CSV file, with the file's columns and its ways to write times and numbers. Rows that the file has
 * after the origin are among them, filled.
 *
 * @throws RomaeError `TIMESERIES_NOT_CSV`, `TIMESERIES_FILLED_COUNT`, `TIMESERIES_CSV_OTHER_FILE` and what reading throws
 */
export async function writeForecast(
  source: Source,
  { read, rows }: Forecasts,
  data: SeriesData,
  context: WriteContext,
): Promise<AsyncIterable<string | Uint8Array>> {
  const filled = read.map((one, index) => (rows[index] == null ? one : withForecast(one, rows[index].forecast)))
  const after = new Map(read.map(({ id }, index) => [id, rows[index]?.origin ?? Infinity]))
  return writeSeries(source, { read, filled }, data, context, after)
}

function withForecast(series: TimeSeries, forecast: TimeSeries): TimeSeries {
  const channels = series.channels.map((channel, index): SeriesChannel => {
    const values = new Map(Array.from(channel.times, (time, entry) => [time, channel.values[entry]!]))
    const next = forecast.channels[index]!
    next.times.forEach((time, entry) => {
      if (Number.isNaN(values.get(time) ?? Number.NaN)) values.set(time, next.values[entry]!)
    })
    const times = Float64Array.from(values.keys()).sort()
    return { ...channel, times, values: times.map((time) => values.get(time)!) }
  })
  return withChannels(series, channels)
}
