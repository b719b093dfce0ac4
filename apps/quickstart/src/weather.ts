import { fileURLToPath } from 'node:url'
import { readWideCsv, sliceTime, type TimeSeries } from '@romae/timeseries'

/** A measured quantity: its column in the file, and how to show it. */
export interface WeatherChannel {
  readonly column: string
  readonly label: string
  readonly unit: string
}

export const channels: readonly WeatherChannel[] = [
  { column: 'precipitation', label: 'precipitation', unit: 'mm' },
  { column: 'temp_max', label: 'maximum temperature', unit: '°C' },
  { column: 'temp_min', label: 'minimum temperature', unit: '°C' },
  { column: 'wind', label: 'wind speed', unit: 'm/s' },
]

/** Days from 1970-01-01 to the first day of a year. */
export function startOfYear(year: number): number {
  return Date.UTC(year, 0, 1) / 86_400_000
}

/**
 * Daily weather of Seattle and New York, 2012 to 2015, as the package `vega-datasets` ships it. Times are days since
 * 1970-01-01.
 *
 * @returns one series a city
 */
export async function readWeather(): Promise<TimeSeries[]> {
  const data = new URL('../data/weather.csv', import.meta.resolve('vega-datasets'))
  const { series } = await readWideCsv(fileURLToPath(data), {
    id: 'location',
    time: 'date',
    channels: channels.map(({ column }) => column),
  })
  return series
}

/** The years before `year`, and the year itself. */
export function splitAtYear(series: TimeSeries, year: number): { before: TimeSeries; during: TimeSeries } {
  return {
    before: sliceTime(series, { to: startOfYear(year) }),
    during: sliceTime(series, { from: startOfYear(year), to: startOfYear(year + 1) }),
  }
}
