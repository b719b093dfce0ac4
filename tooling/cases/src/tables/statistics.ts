import { fromGrid, observationTokenizer, type TimeSeries, timestepTokenizer } from '@romae/timeseries'
import type { Case } from '../case.ts'

/** Sixty series of a slow or a fast wave, in two channels. */
function waves(): TimeSeries[] {
  return Array.from({ length: 60 }, (_, number) => {
    const angle = (time: number) => (number % 2 === 0 ? 0.3 : 1.5) * time + number
    const times = Array.from({ length: 12 }, (_, time) => time)
    const values = [times.map((time) => Math.sin(angle(time))), times.map((time) => Math.cos(angle(time)))]
    return fromGrid({ id: `w${number}`, values, names: ['sine', 'cosine'] })
  })
}

/** The waves with some cells replaced: of a series and channel, at a time. */
function withCells(...cells: readonly (readonly [series: number, channel: number, time: number, value: number])[]) {
  const series = waves()
  for (const [number, channel, time, value] of cells) series[number]!.channels[channel]!.values[time] = value
  return series
}

function warned(what: string, series: () => readonly TimeSeries[], expected: RegExp): Case {
  return {
    name: `statistics made by ${what} are a warning with the row`,
    async try() {
      for (const { fit } of [timestepTokenizer, observationTokenizer]) {
        const messages = fit(series()).warnings.map(({ message }) => message)
        if (messages.length !== 1 || !expected.test(messages[0]!)) throw new Error(messages.join('; ') || 'no warning')
      }
      return undefined
    },
  }
}

function silent(what: string, series: () => readonly TimeSeries[]): Case {
  return {
    name: `there is no warning of statistics of ${what}`,
    async try() {
      const { warnings } = timestepTokenizer.fit(series())
      if (warnings.length > 0) throw new Error(warnings[0]!.message)
      return undefined
    },
  }
}

/** The largest difference between the tokens of series that have no such cell, with and without cells in others. */
function moved(standardize: 'per-channel' | 'robust'): number {
  const tokens = (series: readonly TimeSeries[]) =>
    timestepTokenizer.fit(series, { standardize, clip: 10 }).tokenize(waves()[0]!).values
  const before = tokens(waves())
  const after = tokens(withCells([5, 0, 3, 1e30], [6, 1, 4, -1e30]))
  return Math.max(...before.map((value, place) => Math.abs(value - after[place]!)))
}

const manyLarge = Array.from({ length: 9 }, (_, index) => [3 * index, 1, index, 1e6] as const)

/** Columns of which a few values decide mean and deviation. */
export const statisticsCases: readonly Case[] = [
  warned('one cell of 1e30', () => withCells([7, 0, 4, 1e30]), /"sine": 1 of 720 .* 1e\+30 in series "w7" at time 4/),
  warned(
    'a cell in another unit',
    () => withCells([9, 1, 0, 273.15]),
    /"cosine": 1 of 720 .* 273\.15 in series "w9" at time 0/,
  ),
  warned('nine placeholders of 1e6', () => withCells(...manyLarge), /"cosine": \d of 720 .* 1000000 in series "w\d+"/),
  warned('a last row of -9999', () => withCells([59, 0, 11, -9999]), /-9999 in series "w59" at time 11/),
  silent('waves', waves),
  silent('a constant channel', () => waves().map((one) => ({ ...one, channels: [one.channels[0]!, constant(one)] }))),
  silent('a flag that is set one time in ten', () =>
    waves().map((one, number) => ({ ...one, channels: [flag(one, number), one.channels[1]!] })),
  ),
  {
    name: 'robust statistics do not move by cells of ±1e30, the others do',
    async try() {
      const [robust, others] = [moved('robust'), moved('per-channel')]
      if (!(robust < 0.02 && others > 0.5)) throw new Error(`they move by ${robust}, the others by ${others}`)
      return `by ${robust.toFixed(4)}, the others by ${others.toFixed(2)}`
    },
  },
  {
    name: 'a square that overflows is an error with the row, not a deviation of infinity',
    async try() {
      try {
        timestepTokenizer.fit(withCells([3, 1, 2, 1e200]))
      } catch (error) {
        const { code, message } = error as { code?: string; message: string }
        if (code === 'TIMESERIES_STATISTICS_RANGE' && message.includes('"w3"')) return undefined
        throw new Error(`${code}: ${message}`)
      }
      throw new Error('it is fitted')
    },
  },
]

function constant({ channels }: TimeSeries) {
  return { ...channels[1]!, values: channels[1]!.values.map(() => 4) }
}

function flag({ channels }: TimeSeries, number: number) {
  return { ...channels[0]!, values: channels[0]!.values.map((_, time) => Number((12 * number + time) % 10 === 0)) }
}
