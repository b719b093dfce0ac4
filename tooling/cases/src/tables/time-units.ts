import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fromGrid, observationTokenizer, type TimeSeries, timestepTokenizer } from '@romae/timeseries'
import type { Case, Workplace } from '../case.ts'
import { copyRun } from '../kept-run.ts'
import { accuracyOf, answersOf, ordered, type Sampling, steps } from './order.ts'
import { outputOf } from './outcome.ts'
import { type TableFile, writeTable } from './series-files.ts'

const minute = 60_000

/** The same as a table, its times written by `write`. */
function tableOf(series: readonly TimeSeries[], write: (time: number) => string | number): TableFile {
  const rows = series.flatMap(({ id, label, channels: [channel] }) =>
    Array.from(channel!.times, (time, row) => [id, write(time), channel!.values[row]!.toFixed(4), label!]),
  )
  return { columns: ['id', 't', 'v', 'y'], rows }
}

const iso = (time: number) => new Date(Date.UTC(2024, 0, 1, 9) + Math.round(time)).toISOString()

function learned(what: string, sampling: Sampling): Case {
  return {
    name: `series that differ in order alone are learned ${what}`,
    async try() {
      const accuracy = await accuracyOf(ordered(sampling))
      if (accuracy < 0.9) throw new Error(`accuracy ${accuracy}`)
      return `accuracy ${accuracy}`
    },
  }
}

/** Bursts of three, a second apart, at one of four times about so far apart. */
const bursts =
  (between: number): Sampling =>
  (random) =>
    [0, 1, 2, 3].flatMap((burst) => {
      const start = between * (burst + 0.3 * random())
      return [start, start + 1, start + 2]
    })

const count = (length: number) => Array.from({ length }, (_, index) => index)
const at = (times: readonly number[]) => fromGrid({ id: 'a', values: [times.map(() => 1)], times })

/** @param least of the unit, in minutes, as the series' times are; they are given in seconds */
function fitted(what: string, series: TimeSeries, least: number, most: number): Case {
  return {
    name: `the unit of time is not decided by ${what}`,
    async try() {
      for (const { fit } of [timestepTokenizer, observationTokenizer]) {
        const unit = fit(inUnits(60, 0)([series]), { standardize: 'none' }).options.time.unit / 60
        if (!(unit >= least && unit <= most)) throw new Error(`${unit}, not from ${least} to ${most}`)
      }
      return undefined
    },
  }
}

/** Two sensors that take turns, in one table. */
function turns(offset: number): TimeSeries {
  const times = count(80).flatMap((turn) => [turn, turn + offset])
  const values = [0, 1].map((sensor) => times.map((_, row) => (row % 2 === sensor ? 1 : Number.NaN)))
  return fromGrid({ id: 'turns', values, times })
}

/** Positions of the first series, by a tokenizer that was fitted to all. */
function positions(all: readonly TimeSeries[]): readonly number[] {
  return [...timestepTokenizer.fit(all).tokenize(all.find(({ id }) => id === 's0')!).positions]
}

function same(what: string, change: (series: TimeSeries[]) => readonly TimeSeries[]): Case {
  return {
    name: `${what} changes no position`,
    async try() {
      const [before, after] = [positions(ordered(steps(60))), positions(change(ordered(steps(60))))]
      const moved = Math.max(...before.map((position, index) => Math.abs(position - after[index]!)))
      if (!(moved < 1e-5)) throw new Error(`by ${moved}`)
      return undefined
    },
  }
}

const inUnits = (factor: number, offset: number) => (series: TimeSeries[]) =>
  series.map((one) => ({
    ...one,
    channels: one.channels.map((channel) => ({
      ...channel,
      times: channel.times.map((time) => offset + factor * time),
    })),
  }))

async function trainOrdered({ folder, run }: Workplace, ...words: readonly string[]): Promise<string> {
  await writeTable(folder, 'ordered.csv', tableOf(ordered(steps(minute)), iso))
  const options = ['--time', 't', '--id', 'id', '--label', 'y', '--preset', 'smoke', '--out', 'run']
  return outputOf(await run('timeseries', 'finetune', 'ordered.csv', ...options, ...words))
}

/** The unit in which models count time. */
export const timeUnitCases: readonly Case[] = [
  ...Object.entries({ 'a day': 1, 'an hour': 1 / 24, 'a minute': 1 / 1440, 'a second': 1 / 86_400 }).map(
    ([name, step]) => learned(`with stamps ${name} apart, in days`, steps(step)),
  ),
  learned('by numbers .01 apart', steps(0.01)),
  learned('by milliseconds an hour apart', steps(3.6e6)),
  learned('in bursts a second apart, every hour', bursts(3600)),
  learned('in bursts a second apart, every month', bursts(2.6e6)),
  fitted('a burst', at([...count(40), ...count(20).map((index) => 40 + index / 1000)]), 0.9, 1.1),
  fitted(
    'bursts of five, a millisecond apart',
    at(count(100).map((i) => (i % 5) / 1000 + Math.floor(i / 5))),
    0.004,
    1,
  ),
  fitted('two sensors 1 ms apart', turns(0.001), 1, 1),
  fitted('a mistyped year', at([...count(100), 330_000]), 1, 1),
  fitted('a mistyped year before all others', at([-700_000, ...count(12)]), 1, 1),
  same('another order of series', (series) => series.reverse()),
  same('another unit of time', inUnits(1 / 86_400, 0)),
  same('a later start in another unit', inUnits(1000, 1.7e12)),
  {
    name: 'another unit of time changes no answer',
    async try() {
      const probabilities = async (series: readonly TimeSeries[]) => {
        const answers = await answersOf(series, 12)
        return answers.flatMap((answer) => [...answer.probabilities])
      }
      const before = await probabilities(ordered(steps(1)))
      let moved = 0
      for (const change of [inUnits(86_400, 0), inUnits(1 / 3600, 20_000)]) {
        const after = await probabilities(change(ordered(steps(1))))
        moved = Math.max(moved, ...before.map((one, index) => Math.abs(one - after[index]!)))
      }
      if (!(moved < 0.01)) throw new Error(`a probability changes by ${moved}`)
      return `by ${moved.toPrecision(1)}`
    },
  },
  {
    name: 'stamps a minute apart are learned by command; the unit is printed, and saved with the model',
    async try(place) {
      const printed = await trainOrdered(place)
      const accuracy = Number(/accuracy +([\d.]+)/.exec(printed)?.[1])
      const unit = /one step of the time axis is ([\d.]+ \w+), /.exec(printed)?.[1]
      const saved = JSON.parse(await readFile(path.join(place.folder, 'run/checkpoint/romae.json'), 'utf8'))
      const { time, timeUnit } = saved.tokenizer.state?.options ?? saved.tokenizer.options
      const perDay = { days: 1, hours: 24, minutes: 1440, seconds: 86_400, milliseconds: 8.64e7 }[timeUnit as 'days']
      const isMinute = Math.abs((time.unit / perDay) * 1440 - 1) < 0.1
      if (!(accuracy > 0.9 && isMinute && /(second|minute)s?$/.test(unit ?? ''))) {
        throw new Error(`accuracy ${accuracy}, ${unit} printed, ${time.unit} ${timeUnit} saved`)
      }
      return `accuracy ${accuracy}, ${unit}`
    },
  },
  {
    name: 'positions that a model cannot tell apart are said before training',
    async try(place) {
      const plan = await trainOrdered(place, '--dry-run', '--set', 'tokenizer.timeUnit=1e6')
      if (!/warning .*neighbours on the axis time are less than/.test(plan)) throw new Error(plan.slice(-300))
      const fine = await trainOrdered(place, '--dry-run')
      if (/neighbours on the axis/.test(fine)) throw new Error('also where they can be told apart')
      return undefined
    },
  },
  {
    name: 'a model of an earlier version keeps its unit',
    async try(place) {
      await copyRun('series-pretrain', place.folder)
      const rows = count(8).flatMap((number) =>
        count(8).map((index) => [`s${number}`, index / 100, Math.sin(index + number).toFixed(3), 1, number % 2]),
      )
      await writeTable(place.folder, 'new.csv', { columns: ['id', 'time', 'sine', 'cosine', 'y'], rows })
      const words = ['new.csv', '--from', 'series-pretrain', '--label', 'y', '--dry-run']
      const plan = outputOf(await place.run('timeseries', 'finetune', ...words))
      if (!plan.includes('one step of the time axis is 1 ')) throw new Error(plan.split('\n')[0])
      if (!plan.includes('less than 0.2 apart')) throw new Error('and does not say that times are too close for it')
      return undefined
    },
  },
]
