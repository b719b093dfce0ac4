import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  fillCsv,
  fillMissing,
  observationTokenizer,
  readLongCsv,
  readWideCsv,
  toLongCsv,
  toWideCsv,
} from '@romae/timeseries'
import type { TokensToFill } from '@romae/tokenizer'
import type { Case, Workplace } from '../case.ts'
import { outputOf, requireCode, requireRefused } from './outcome.ts'

const wide = { time: 't', channels: ['v'] }
type Options = Partial<Parameters<typeof readWideCsv>[1]>

/** A file with one row a time, and values that a number does not tell. */
const fileOf = (times: readonly string[]) => `t,v\n${times.map((time, index) => `"${time}",${index}.50\n`).join('')}`

async function* chunk(text: string) {
  yield text
}

async function read(times: readonly string[], options: Options = {}) {
  const { series, timeUnit } = await readWideCsv(chunk(fileOf(times)), { ...wide, ...options })
  return { series, timeUnit, times: [...series[0]!.channels[0]!.times] }
}

/** The steps between times, in seconds. */
async function stepsOf(times: readonly string[], options: Options = {}): Promise<number[]> {
  const got = await read(times, { ...options, timeUnit: 'seconds' })
  return got.times.slice(1).map((time, index) => time - got.times[index]!)
}

function requireEqual(got: unknown, expected: unknown): undefined {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${a}, not ${b}`)
}

const HOUR = 3600
const DAY = 24 * HOUR

/** Times that say a date, with the seconds from the first to the second. */
const dates: readonly (readonly [first: string, second: string, seconds: number])[] = [
  ['20240131', '20240201', DAY],
  ['2024013123', '2024020100', HOUR],
  ['202401312359', '202402010000', 60],
  ['20240131235959', '20240201000000', 1],
  ['20240131T2359Z', '20240201T0000Z', 60],
  ['Jan 31 2000', 'Feb 1 2000', DAY],
  ['1949-01', '1949-02', 31 * DAY],
  ['2015/01/01 01:00:00', '2015/01/01 02:00:00', HOUR],
  ['31 December 1999', '1 January 2000', DAY],
  ['31-Dec-1999', '01-Jan-2000', DAY],
  ['31.12.1999', '01.01.2000', DAY],
  ['1999Q4', '2000Q1', 92 * DAY],
  ['Fri, 31 Dec 1999 23:00:00 GMT', 'Sat, 01 Jan 2000 00:00:00 GMT', HOUR],
  ['2000-01-01 11:59 AM', '2000-01-01 12:00 PM', 60],
  ['2024-01-30T10:00:00+0000', '2024-01-30T11:00:00+0000', HOUR],
  ['2024-01-30T10:00+00', '2024-01-30T12:00+01', HOUR],
  ['2024-01-30 10:00:00 UTC', '2024-01-30 11:00:00 UTC', HOUR],
  ['2024-01-30 10:00:00,25', '2024-01-30 10:00:00,75', 0.5],
  ['2024-01-30 23:00', '2024-01-30 24:00', HOUR],
]

/** Texts that may be several things. */
const open: readonly (readonly [name: string, times: readonly string[], formats: readonly string[]])[] = [
  ['202401', ['202401', '202402'], ['number', '%Y%m']],
  ['a column of HHMM', ['0900', '0930', '1000', '1030'], ['number', '%H%M']],
  ['HHMM of full hours', ['0000', '0100', '0200'], ['number', '%H%M']],
  ['HMM without zeros', ['830', '845', '900', '915'], ['number', '%H%M']],
  ['01/02/2012', ['01/02/2012', '01/03/2012'], ['%d/%m/%Y', '%m/%d/%Y']],
  ['1-2-2012 1:00 PM', ['1-2-2012 1:00 PM'], ['%-d-%-m-%Y %-I:%M %p', '%-m-%-d-%Y %-I:%M %p']],
]

/** Columns of times that have to come back to the letter. */
const columns: readonly (readonly [name: string, times: readonly string[]])[] = [
  ['stamps 100 µs apart', ['2024-01-30T10:00:00.000100Z', '2024-01-30T10:00:00.000200Z']],
  ['nanoseconds since 1970', ['1700000000123456789', '1700000000123456790']],
  ['seconds since 1970 with microseconds', ['1700000000.000100', '1700000000.000200']],
  ['naive midnight', ['2024-01-29 23:00', '2024-01-30 00:00', '2024-01-30 01:00']],
  ['midnight of another zone', ['2024-01-29T23:00+01:00', '2024-01-30T00:00+01:00']],
  ['compact dates', ['20240131', '20240201']],
  ['names of months', ['JAN 31 2000', 'FEB 1 2000']],
  ['numbers with zeros', ['0.10', '0.20', '1e3']],
]

/** How times of tables are read and written. */
export const timeCases: readonly Case[] = [
  ...dates.map(([first, second, seconds]) => ({
    name: `${first} and ${second} are ${seconds} seconds apart, and come back as they were`,
    async try() {
      requireEqual(await stepsOf([first, second]), [seconds])
      const { series } = await read([first, second])
      return requireEqual(
        (await toWideCsv(series, wide)).replaceAll('"', ''),
        fileOf([first, second]).replaceAll('"', ''),
      )
    },
  })),
  ...open.map(([name, times, formats]) => ({
    name: `${name} may be several things: refused with each, and read by each`,
    async try() {
      let error: { readonly code?: unknown; readonly message?: string } = {}
      await read(times).catch((cause: object) => {
        error = cause
      })
      requireEqual(error.code, 'TIMESERIES_AMBIGUOUS_TIME')
      for (const timeFormat of formats) {
        if (!error.message!.includes(`"${timeFormat}"`)) throw new Error(`no word of ${timeFormat}: ${error.message}`)
        const { timeUnit } = await read(times, { timeFormat })
        requireEqual(timeUnit ?? 'number', timeFormat === 'number' ? 'number' : 'days')
      }
      return undefined
    },
  })),
  ...columns.map(([name, times]) => ({
    name: `${name}: written, read and written again is the same text, of wide and of long files`,
    async try() {
      const text = fileOf(times).replaceAll('"', '')
      const again = async (given: string) => {
        const { series } = await readWideCsv(chunk(given), wide)
        return toWideCsv(series, wide)
      }
      requireEqual(await again(text), text)
      requireEqual(await again(await again(text)), text)
      const long = { time: 't', value: 'v' }
      return requireEqual(await toLongCsv((await readLongCsv(chunk(text), long)).series, long), text)
    },
  })),
  ...(
    [
      ['2024-01-30T10:00Z', '2024-01-30T11:00'],
      ['2024-01-30 10:00', '2024-01-30 11:00 UTC'],
      ['2024-01-30 10:00:00+01:00', '2024-01-30 11:00:00'],
      ['Jan 1 2000 10:00', 'Jan 1 2000 11:00 +0000'],
    ] as const
  ).map(([first, second]) => ({
    name: `${first} beside ${second} is refused, with both rows`,
    async try() {
      const error = await read([first, second]).then(
        () => ({ code: 'nothing thrown', fields: {} }),
        (cause: { code: string; fields: object }) => cause,
      )
      requireEqual(error.code, 'TIMESERIES_MIXED_ZONES')
      const { line, text, otherLine, otherText } = error.fields as Record<string, unknown>
      return requireEqual([line, text, otherLine, otherText], [3, second, 2, first])
    },
  })),
  ...(
    [
      ['nanoseconds as numbers', ['1700000000123456789', '1700000000123456889', '1700000000123457089']],
      [
        'nanoseconds of dates',
        ['2024-01-30T10:00:00.000000100Z', '2024-01-30T10:00:00.000000200Z', '2024-01-30T10:00:00.000000400Z'],
      ],
      ['100 µs of dates', ['2024-01-30T10:00:00.0003Z', '2024-01-30T10:00:00.0004Z', '2024-01-30T10:00:00.0006Z']],
      ['microseconds of seconds since 1970', ['1700000000.000001', '1700000000.000002', '1700000000.000004']],
    ] as const
  ).map(([name, times]) => ({
    name: `steps are exact: ${name}`,
    async try() {
      const { series, times: got } = await read(times)
      const tokenizer = observationTokenizer.fit(series, { time: { unit: got[1]! - got[0]! } })
      const { positions } = tokenizer.tokenize(series[0]!)
      return requireEqual(
        [...positions].filter((_, index) => index % 2 === 1),
        [0, 1, 3],
      )
    },
  })),
  ...(
    [
      ['2024-01-29 23:00', '2024-01-30 01:00', '2024-01-30 00:00'],
      ['2024-01-30T10:00:00.000100', '2024-01-30T10:00:00.000300', '2024-01-30T10:00:00.000200'],
      ['2024-01-29T23:00+01:00', '2024-01-30T01:00+01:00', '2024-01-30T00:00+01:00'],
      ['1700000000123456789', '1700000000123456791', '1700000000123456790'],
      ['20240131', '20240202', '20240201'],
      ['0.10', '0.30', '0.20'],
    ] as const
  ).map(([first, last, middle]) => ({
    name: `a row between ${first} and ${last} is written as ${middle}`,
    async try() {
      const text = fileOf([first, last]).replaceAll('"', '')
      const { series } = await read([first, last])
      const tokenizer = observationTokenizer.fit(series)
      const { times } = series[0]!.channels[0]!
      const wanted = [times[0]! + (times[1]! - times[0]!) / 2]
      const fill = async (all: readonly TokensToFill[]) => all.map(({ tokens }) => tokens)
      const filled = [await fillMissing(series[0]!, { tokenizer, length: 1e20, times: wanted, fill })]
      const rowsOf = (csv: string) =>
        csv
          .split('\n')
          .slice(1, -1)
          .map((row) => row.split(',')[0])
      requireEqual(rowsOf(await toWideCsv(filled, wide)), [first, middle, last])
      const pieces: (string | Uint8Array)[] = []
      for await (const piece of fillCsv(() => chunk(text), series, filled, { time: 't' })) pieces.push(piece)
      return requireEqual(rowsOf(pieces.join('')), [first, middle, last])
    },
  })),
  {
    name: 'parseTime and timeFormat read what nobody can guess',
    async try() {
      requireEqual(await stepsOf(['31/12/99', '01/01/00'], { timeFormat: '%d/%m/%y' }), [DAY])
      const months = 'janv févr mars'.split(' ')
      const parseTime = (text: string) => new Date(Date.UTC(2000, months.indexOf(text.split(' ')[0]!)))
      requireEqual((await read(['janv 2000', 'févr 2000'], { parseTime })).times, [10957, 10988])
      await requireCode('TIMESERIES_BAD_TIME', () => read(['1/1/99', '1/2/99']))
      await requireCode('TIMESERIES_INVALID_OPTION', () => read(['1/1/99'], { timeFormat: 'DD/MM/YY' }))
      return undefined
    },
  },
  {
    name: 'impute refuses 202401, says --time-format, and gives the file back with it',
    async try(place) {
      const months = Array.from(
        { length: 36 },
        (_, index) => `${2021 + Math.floor(index / 12)}${String((index % 12) + 1).padStart(2, '0')}`,
      )
      requireRefused(await impute(place, months), 'TIMESERIES_AMBIGUOUS_TIME', '"202101"', '"%Y%m"', '--time-format')
      outputOf(await impute(place, months, '--time-format', '%Y%m', '--time-unit', 'days', '--steps', '1'))
      return requireEqual(await timesOf(place), months)
    },
  },
  {
    name: 'impute gives naive stamps 100 µs apart back as they were',
    async try(place) {
      const stamps = Array.from({ length: 40 }, (_, index) => `2024-01-30 00:00:00.${String(index).padStart(4, '0')}`)
      outputOf(await impute(place, stamps, '--steps', '1'))
      return requireEqual(await timesOf(place), stamps)
    },
  },
  {
    name: 'pretrain takes --time-format and --time-unit, and refuses zones that are mixed',
    async try(place) {
      const days = Array.from({ length: 20 }, (_, index) => `${String(index + 1).padStart(2, '0')}/02/2024`)
      await writeFile(path.join(place.folder, 'in.csv'), fileOf(days))
      const words = ['in.csv', '--time', 't', '--preset', 'smoke', '--dry-run', '--time-unit', 'hours']
      outputOf(await place.run('timeseries', 'pretrain', ...words, '--time-format', '%d/%m/%Y'))
      requireRefused(await place.run('timeseries', 'pretrain', ...words), 'TIMESERIES_AMBIGUOUS_TIME', '%d/%m/%Y')
      const mixed = ['2024-01-30T10:00Z', '2024-01-30T11:00']
      await writeFile(path.join(place.folder, 'in.csv'), fileOf(mixed))
      requireRefused(await place.run('timeseries', 'pretrain', ...words), 'TIMESERIES_MIXED_ZONES', ...mixed)
      return undefined
    },
  },
]

/** Fills a file with these times, whose every fifth value is missing. */
async function impute({ folder, run }: Workplace, times: readonly string[], ...words: readonly string[]) {
  const value = (index: number) => (index % 5 === 3 ? '' : Math.sin(index / 3).toFixed(3))
  const text = `t,v\n${times.map((time, index) => `${time},${value(index)}\n`).join('')}`
  await writeFile(path.join(folder, 'in.csv'), text)
  return run('timeseries', 'impute', 'in.csv', '--time', 't', '--overwrite', ...words)
}

/** Of the filled file, whose every cell has a value. */
async function timesOf({ folder }: Workplace): Promise<string[]> {
  const rows = (await readFile(path.join(folder, 'in.filled.csv'), 'utf8')).trim().split('\n').slice(1)
  const empty = rows.find((row) => row.endsWith(','))
  if (empty !== undefined) throw new Error(`a gap is left: ${empty}`)
  return rows.map((row) => row.split(',')[0]!)
}
