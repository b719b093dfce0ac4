import { join } from 'node:path'
import { fromGrid, readWideCsv, sliceTime, type TimeSeries } from '@romae/timeseries'
import { InvalidArgumentError } from 'commander'
import { cityWeatherFile } from '../imputation/city-weather.ts'
import { packageFolder } from '../imputation/package-folder.ts'
import { injectAnomalies } from './inject.ts'

export const anomalySets = ['internal-bleeding', 'ecg', 'weather'] as const
export type AnomalySet = (typeof anomalySets)[number]

/** A data set whose anomalies are known. All series have values at the same steps, 0, 1, …, in every channel. */
export interface LabelledSeries {
  /** Without anomalies. */
  readonly train: TimeSeries
  /** Without anomalies, after what is trained on: for p-values. */
  readonly held: TimeSeries
  readonly test: TimeSeries
  /** `[channel][time]` of the test series, 1 = anomaly. */
  readonly labels: readonly Uint8Array[]
  /** Steps of what repeats itself, or of what belongs together where nothing does. */
  readonly period: number
}

const DAY = 86_400_000

/** Data of the Python package aeon, and the weather that the quickstart reads. */
const aeonFiles = {
  'internal-bleeding': { folder: 'KDD-TSAD_135', train: '135_UCR_Anomaly_InternalBleeding16_TRAIN.csv', period: 184 },
  ecg: { folder: 'UnitTest', train: 'ecg-diff-count-3_TRAIN_NA.csv', period: 100 },
} as const

/**
 * Reads a data set.
 *
 * @param seed of what is injected, where that is done
 * @param python an interpreter with the package aeon, which ships the first two
 */
export async function openAnomalySet(name: AnomalySet, seed: number, python: string | null): Promise<LabelledSeries> {
  if (name === 'weather') return weather(seed)
  if (python === null)
    throw new InvalidArgumentError(`${name} needs --peer, a Python with the package aeon, which ships it`)
  const { folder, train, period } = aeonFiles[name]
  const path = join(packageFolder('aeon', python), 'datasets', 'data', folder)
  const [normal, all] = await Promise.all([
    table(join(path, train)),
    table(join(path, train.replace(/TRAIN\w*/, 'TEST'))),
  ])
  // The archive's test file begins with what is for training.
  const first = name === 'internal-bleeding' ? normal.values.length : 0
  const cut = Math.floor(normal.values.length * 0.75)
  return {
    train: seriesOf([normal.values.slice(0, cut)]),
    held: seriesOf([normal.values.slice(cut)]),
    test: seriesOf([all.values.slice(first)]),
    labels: [all.labels.slice(first)],
    period,
  }
}

async function table(path: string): Promise<{ readonly values: Float64Array; readonly labels: Uint8Array }> {
  const { series } = await readWideCsv(path, { time: 'timestamp', channels: 'rest' })
  const [value, label] = series[0]!.channels
  return { values: value!.values, labels: Uint8Array.from(label!.values) }
}

function seriesOf(values: readonly Float64Array[], names = ['value']): TimeSeries {
  return fromGrid({ id: 'series', names, values })
}

/** Seattle's weather: two and a half years without anomalies, half a year for p-values, 2015 with some that are injected. */
async function weather(seed: number): Promise<LabelledSeries> {
  const names = ['temp_max', 'temp_min', 'wind']
  const { series } = await readWideCsv(cityWeatherFile(), {
    id: 'location',
    time: 'date',
    channels: names,
    ignore: ['weather', 'precipitation'],
  })
  const seattle = series.find(({ id }) => id === 'Seattle')!
  const part = (from: number, to: number) =>
    sliceTime(seattle, { from: from / DAY, to: to / DAY }).channels.map(({ values }) => values)
  const train = part(Date.UTC(2012, 0, 1), Date.UTC(2014, 6, 1))
  const injected = injectAnomalies(part(Date.UTC(2015, 0, 1), Date.UTC(2016, 0, 1)), train, seed)
  return {
    train: seriesOf(train, names),
    held: seriesOf(part(Date.UTC(2014, 6, 1), Date.UTC(2015, 0, 1)), names),
    test: seriesOf(injected.values, names),
    labels: injected.labels,
    period: 14,
  }
}
