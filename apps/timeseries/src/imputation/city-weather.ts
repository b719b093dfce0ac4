import { fileURLToPath } from 'node:url'
import { readWideCsv, sliceTime } from '@romae/timeseries'
import type { HourlyData } from './data-set.ts'

const DAY = 86_400_000
const variables = ['precipitation', 'temp_max', 'temp_min', 'wind']
/** 2012 and half of 2013 are for training, the other half for validation, 2014 and 2015 for testing. */
const starts = [Date.UTC(2012, 0, 1), Date.UTC(2013, 6, 1), Date.UTC(2014, 0, 1), Date.UTC(2016, 0, 1)].map(
  (date) => date / DAY,
)

/** The weather of Seattle and New York, day by day, without gaps: what the quickstart reads. */
export function cityWeatherFile(): string {
  return fileURLToPath(new URL('../data/weather.csv', import.meta.resolve('vega-datasets')))
}

/** @param path `weather.csv` of vega-datasets */
export async function cityWeather(path: string): Promise<HourlyData> {
  const { series } = await readWideCsv(path, { id: 'location', time: 'date', channels: variables, ignore: ['weather'] })
  const part = (index: number) => {
    const [from, to] = [starts[index]!, starts[index + 1]!]
    return series.map((one) => ({
      id: one.id,
      channels: sliceTime(one, { from, to }).channels.map(({ times, values }) => ({
        times: times.map((time) => time - from),
        values,
      })),
    }))
  }
  const lengthOf = (index: number) => starts[index + 1]! - starts[index]!
  return {
    channels: variables,
    lengths: { train: lengthOf(0), validation: lengthOf(1), test: lengthOf(2) },
    split: () => ({ train: part(0), validation: part(1), test: part(2) }),
  }
}
