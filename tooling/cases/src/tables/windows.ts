import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fillMissing, fromGrid, observationTokenizer, windows } from '@romae/timeseries'
import type { Case, Workplace } from '../case.ts'
import { outputOf, requireRefused } from './outcome.ts'
import { recordsOf, type TableFile, writeTable } from './series-files.ts'

const count = (length: number) => Array.from({ length }, (_, index) => index)
const wave = (index: number) => Math.sin(index / 5).toFixed(3)

/** One channel at these times, of which one row in seven is empty. */
function onlyAt(times: readonly number[]): TableFile {
  return { columns: ['t', 'v'], rows: times.map((time, row) => [time, row % 7 === 3 ? '' : wave(row)]) }
}
/** Bursts of so many values `within` apart, `between` from one's start to the next. */
const bursts = (size: number, within: number, between: number) =>
  onlyAt(count(20).flatMap((burst) => count(size).map((place) => burst * between + place * within)))
/** Two sensors that take turns. */
function turns(offset: number, step: number): TableFile {
  const rows = count(40).flatMap((turn) => [
    [turn * step, wave(turn), ''],
    [turn * step + offset, '', wave(turn + 3)],
  ])
  return { columns: ['t', 'a', 'b'], rows }
}

async function impute({ folder, run }: Workplace, table: TableFile, ...words: readonly string[]) {
  await writeTable(folder, 'data.csv', table)
  return run('timeseries', 'impute', 'data.csv', '--time', 't', '--steps', '1', '--folder', 'run', ...words)
}

async function emptyCells(folder: string): Promise<number> {
  const rows = recordsOf(await readFile(path.join(folder, 'data.filled.csv'), 'utf8'))
  return rows.flatMap((row) => Object.values(row)).filter((cell) => cell === '').length
}

function filled(what: string, table: TableFile): Case {
  return {
    name: `gaps are filled by default: ${what}`,
    async try(place) {
      const printed = outputOf(await impute(place, table))
      const window = /^a window is (.*): /m.exec(printed)?.[1]
      const left = await emptyCells(place.folder)
      if (window === undefined || left > 0) throw new Error(`${left} cells empty; window ${window}`)
      return `window ${window}`
    },
  }
}

function refused(what: string, table: TableFile, words: readonly string[], ...parts: readonly string[]): Case {
  return {
    name: `${what} is refused before training, with what to do`,
    async try(place) {
      requireRefused(await impute(place, table, ...words), 'APP_WINDOW', ...parts)
      if (existsSync(path.join(place.folder, 'run'))) throw new Error('there is a run')
      return undefined
    },
  }
}

/** What `fillMissing` leaves missing of sixty times, every third value missing, by windows side by side of so many steps. */
async function leftOnBorders(times: readonly number[], length: number): Promise<number> {
  const values = times.map((_, row) => (row % 3 === 0 ? Number.NaN : row))
  const series = fromGrid({ id: 'a', values: [values], times })
  const cut = windows(series, { length }).flatMap(({ channels }) => [...channels[0]!.values])
  if (cut.join() !== values.join()) throw new Error(`windows() has ${cut.length} of ${values.length}`)
  const tokenizer = observationTokenizer.fit([series])
  const fill: Parameters<typeof fillMissing>[1]['fill'] = async (all) => all.map(({ tokens }) => tokens)
  const { channels } = await fillMissing(series, { tokenizer, length, stride: length, fill })
  return channels[0]!.values.filter(Number.isNaN).length
}

function border(what: string, times: readonly number[], length: number): Case {
  return {
    name: `a value on a window's border is filled: ${what}`,
    async try() {
      const left = await leftOnBorders(times, length)
      if (left > 0) throw new Error(`${left} stay missing`)
      return undefined
    },
  }
}

const summed = (step: number) =>
  count(60).map(
    (
      (now) => () =>
        (now += step)
    )(0),
  )

/** Days with a long gap, and some single ones. */
function longGap(rows: number, channels = 1): TableFile {
  const columns = ['t', ...count(channels).map((channel) => `v${channel}`)]
  const days = count(140 + rows).map((day) => [
    day,
    ...count(channels).map((channel) => {
      const isGap = (day >= 70 && day < 70 + rows) || day % 9 === 2 + channel
      return isGap ? '' : wave(day + channel)
    }),
  ])
  return { columns, rows: days }
}

function grown(what: string, table: TableFile, ...words: readonly string[]): Case {
  return {
    name: `what no window sees of a gap is filled by windows that grow: ${what}`,
    async try(place) {
      const printed = outputOf(await impute(place, table, ...words))
      const left = await emptyCells(place.folder)
      if (left > 0 || printed.includes('stay empty')) throw new Error(`${left} cells are empty`)
      if (!/gaps of 1 /.test(printed) || !/gaps of (9–24|25\+)/.test(printed))
        throw new Error('no error by length of gap')
      return undefined
    },
  }
}

/** Series of so many time stamps each. */
function lengths(...each: readonly number[]): TableFile {
  const rows = each.flatMap((length, number) => count(length).map((t) => [`s${number}`, t, wave(t + number), wave(t)]))
  return { columns: ['id', 't', 'a', 'b'], rows }
}

async function pretrain({ folder, run }: Workplace, table: TableFile, ...words: readonly string[]) {
  await writeTable(folder, 'data.csv', table)
  const options = ['--time', 't', '--id', 'id', '--preset', 'smoke', '--set', 'pretraining.steps=2', '--out', 'run']
  return run('timeseries', 'pretrain', 'data.csv', ...options, ...words)
}

function leftOut(what: string, table: TableFile, said: string, ...words: readonly string[]): Case {
  return {
    name: `series of one time stamp are left out of pre-training, counted, and --resume works: ${what}`,
    async try(place) {
      const printed = outputOf(await pretrain(place, table, ...words))
      if (!printed.includes(`${said} samples have a single token`)) throw new Error(printed.slice(0, 200))
      outputOf(await pretrain(place, table, ...words, '--resume'))
      return said
    },
  }
}

/** Windows, long gaps, and series that are too short. */
export const windowCases: readonly Case[] = [
  filled('two sensors 1 s apart', turns(1, 3600)),
  filled('two sensors 1 ms apart', turns(0.001, 1)),
  filled('bursts months apart', bursts(6, 1, 2.6e6)),
  filled('pairs a millisecond apart, months from each other', bursts(2, 0.001, 2.6e6)),
  filled('a mistyped year', onlyAt([...count(60), 9.5e8])),
  filled('a mistyped year before all others', onlyAt([-9.5e8, ...count(60)])),
  refused('a window too short', turns(1, 3600), ['--window', '1000'], '--window 7202'),
  refused('a window in another unit', onlyAt(count(60)), ['--window', '1e-7'], '--window 6'),
  refused('a file of one row', onlyAt([5]), [], 'longer file'),
  refused('a file of three rows', onlyAt([5, 6, 7]), [], 'longer file'),
  border(
    '.1 and windows of three steps',
    count(60).map((index) => index * 0.1),
    3 * 0.1,
  ),
  border('.1 and .2 and so on', summed(0.1), 0.2),
  border(
    'minutes in days',
    count(60).map((index) => index / 1440),
    9 / 1440,
  ),
  border('hours in days, summed', summed(1 / 24), 3 / 24),
  grown('60 empty rows', longGap(60)),
  grown('60 empty rows of two channels', longGap(60, 2)),
  grown('40 empty rows with a shorter window', longGap(40), '--window', '9'),
  {
    name: 'a gap of one channel is filled from what another has',
    async try(place) {
      const { columns, rows } = longGap(60, 2)
      const table = {
        columns,
        rows: rows.map(([t, v, w], day) => [t!, v!, w === '' && day % 9 !== 3 ? wave(day) : w!]),
      }
      const printed = outputOf(await impute(place, table))
      if (printed.includes('stay empty') || (await emptyCells(place.folder)) > 0) throw new Error('cells are empty')
      return undefined
    },
  },
  leftOut('three of twelve', lengths(1, 1, 1, ...count(9).map(() => 8)), '3 of 12'),
  leftOut('one that begins the file', lengths(1, 8, 8, 8, 8), '1 of 5'),
  leftOut('all but two', lengths(1, 1, 1, 9, 9), '3 of 5', '--set', 'pretraining.maskRatio=0.5'),
  {
    name: 'a file of nothing but series of one time stamp is refused before training',
    async try(place) {
      requireRefused(await pretrain(place, lengths(1, 1, 1, 1, 1)), 'TRAINER_SINGLE_TOKENS', '5 samples')
      if (existsSync(path.join(place.folder, 'run/checkpoint'))) throw new Error('there is a model')
      return undefined
    },
  },
]
