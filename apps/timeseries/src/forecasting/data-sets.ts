import { fileURLToPath } from 'node:url'
import { standardizeSplits } from '@romae/datasets'
import { readWideCsv, sliceTime, type TimeSeries } from '@romae/timeseries'
import type { HourlyData } from '../imputation/data-set.ts'
import { openDataSet } from '../imputation/data-sets.ts'

export const forecastDataSets = ['weather', 'nyc-weather', 'etth1'] as const
export type ForecastDataSet = (typeof forecastDataSets)[number]

/** Series to be forecast, and when. */
export interface ForecastData {
  readonly channels: readonly string[]
  /** Up to the end of what is tested. */
  readonly series: readonly TimeSeries[]
  /** Targets are from this time on; all before is for training. */
  readonly from: number
  /** Whether values are standardised, so that errors of channels may be averaged. */
  readonly isStandardized: boolean
}

const DAY = 86_400_000

/**
 * Reads a data set. What is tested is its last part: the year 2015 of the weather of Seattle and New York, the test split of the others. With
 * `isChoosing` it is the part before, 2014 or the validation split, and what follows is left out: settings are chosen on that.
 *
 * @param path of the hourly ones, as `openDataSet` has it
 */
export async function openForecastData(
  name: ForecastDataSet,
  path: string | null,
  isChoosing: boolean,
): Promise<ForecastData> {
  return name === 'weather'
    ? weather(isChoosing ? 2014 : 2015)
    : hourly(await openDataSet(name, path, null), isChoosing)
}

/** Daily weather of two cities, as the package `vega-datasets` ships it. */
async function weather(year: number): Promise<ForecastData> {
  const file = new URL('../data/weather.csv', import.meta.resolve('vega-datasets'))
  const channels = ['precipitation', 'temp_max', 'temp_min', 'wind']
  const { series } = await readWideCsv(fileURLToPath(file), { id: 'location', time: 'date', channels })
  const to = Date.UTC(year + 1, 0, 1) / DAY
  return {
    channels,
    series: series.map((one) => sliceTime(one, { to })),
    from: Date.UTC(year, 0, 1) / DAY,
    isStandardized: false,
  }
}

/** The splits of one long series, one after the other again, standardised by the first. */
function hourly({ channels, split, lengths }: HourlyData, isChoosing: boolean): ForecastData {
  const { train, validation, test } = standardizeSplits(split(0)).splits
  const parts = isChoosing ? [train, validation] : [train, validation, test]
  const starts = [0, lengths.train, lengths.train + lengths.validation]
  const series: TimeSeries = {
    id: 'series',
    timeUnit: 'hours',
    channels: channels.map((name, channel) => ({
      name,
      times: Float64Array.from(
        parts.flatMap(([part], index) => [...part!.channels[channel]!.times].map((time) => starts[index]! + time)),
      ),
      values: Float64Array.from(parts.flatMap(([part]) => [...part!.channels[channel]!.values])),
    })),
  }
  return { channels, series: [series], from: starts[parts.length - 1]!, isStandardized: true }
}
