import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Case, Workplace } from '../case.ts'
import { copyRun } from '../kept-run.ts'
import { outputOf, requireRefused } from './outcome.ts'
import { asLong, csvOf, weather } from './series-files.ts'
import { giveRun } from './series-runs.ts'

/** Fills a file by the imputer of the weather. @returns the lines of the filled file */
async function fill(place: Workplace, text: string, ...words: readonly string[]): Promise<string[]> {
  await giveRun(place, 'imputer')
  await writeFile(path.join(place.folder, 'in.csv'), text)
  const how = ['--time', 'day', '--model', 'imputer', '--out', 'out.csv', ...words]
  outputOf(await place.run('timeseries', 'impute', 'in.csv', ...how))
  return (await readFile(path.join(place.folder, 'out.csv'), 'utf8')).split('\n')
}

/** Throws unless rows differ in missing cells alone, which are numbers now. @returns how many were filled */
function requireFilled(before: readonly string[], after: readonly string[], delimiter = ','): string {
  if (before.length !== after.length) throw new Error(`${after.length} lines, not ${before.length}`)
  let filled = 0
  for (const [line, text] of before.entries()) {
    const [old, now] = [text.split(delimiter), after[line]!.split(delimiter)]
    for (const [column, cell] of old.entries()) {
      if (now[column] === cell && (cell !== 'NA' || line === 0)) continue
      if (cell !== 'NA' || !/^-?\d+([.,]\d+)?$/.test(now[column] ?? '')) {
        throw new Error(`line ${line + 1}: ${JSON.stringify(text)} became ${JSON.stringify(after[line])}`)
      }
      filled += 1
    }
  }
  if (filled === 0) throw new Error('nothing was filled')
  return `${filled} cells`
}

/** The rows of the weather, missing cells as NA, each made by a function of its cells. */
function rowsOf(header: string, row: (cells: readonly string[], index: number) => string): string[] {
  const cells = weather().rows.map((one) => one.map((cell) => (cell === '' ? 'NA' : String(cell))))
  return [header, ...cells.map(row), '']
}

/** Files as they are after their gaps were filled. */
export const filledFileCases: readonly Case[] = [
  {
    name: 'impute leaves columns that are not named as they were',
    async try(place) {
      const rows = rowsOf('day,note,temp,wind,big', ([day, temp, wind], index) =>
        [day, `" a, ${index}"`.replace(', ', ' '), temp, wind, `1700000000123456${100 + index}`].join(','),
      )
      return requireFilled(rows, await fill(place, rows.join('\n'), '--value', 'temp', 'wind'))
    },
  },
  {
    name: 'impute leaves rows of interleaved series in their order',
    async try(place) {
      const rows = rowsOf('id,day,temp,wind', ([day, temp, wind], index) =>
        [index % 2 === 0 ? 'b' : 'a', day, temp, wind].join(','),
      )
      return requireFilled(rows, await fill(place, rows.join('\n'), '--id', 'id'))
    },
  },
  {
    name: 'impute leaves the index of a pandas table, text, and how numbers and days are written',
    async try(place) {
      const rows = rowsOf(',day,temp,sky,wind', ([day, temp, wind], index) =>
        [index, `${day}.0`, temp === 'NA' ? temp : `+${temp}00`, 'sun', wind].join(','),
      )
      return requireFilled(rows, await fill(place, rows.join('\n'), '--ignore', 'sky'))
    },
  },
  {
    name: 'impute writes semicolons and decimal commas where the file has them',
    async try(place) {
      const rows = rowsOf('day;temp;wind', (cells) => cells.join(';').replaceAll('.', ','))
      const filled = await fill(place, rows.join('\n'))
      if (filled.join('').includes('.')) throw new Error('a number has a point')
      return requireFilled(rows, filled, ';')
    },
  },
  {
    name: 'impute keeps the rows of a long file, and puts those that it lacks among them',
    async try(place) {
      const before = csvOf(asLong(weather(), ['wind', 'temp'], ['day']))
        .trim()
        .split('\n')
      const after = await fill(place, before.join('\n'), '--channel', 'channel', '--value', 'value')
      const kept = after.filter((row) => before.includes(row))
      if (kept.join('\n') !== before.join('\n')) throw new Error('rows are lost or moved')
      const days = after.filter((row) => row.includes(',temp,')).map((row) => Number(row.split(',')[0]))
      if (days.some((day, index) => day !== index) || days.length !== 48) throw new Error(`temp has the days ${days}`)
      return `${after.length - 1 - kept.length} rows more`
    },
  },
  {
    name: 'what impute has filled stays as it is when it is filled again',
    async try(place) {
      const rows = rowsOf('wind,note,day,temp', ([day, temp, wind]) => [wind, 'x', day, temp].join(','))
      const once = await fill(place, rows.join('\n'), '--ignore', 'note')
      const twice = await fill(place, once.join('\n'), '--ignore', 'note')
      if (twice.join('\n') !== once.join('\n')) throw new Error('another file')
      return undefined
    },
  },
  ...(['audio-pretrain', 'image-pretrain', 'image-classify', 'series-classify'] as const).map((run) => ({
    name: `impute --model ${run} is refused in one line`,
    async try(place: Workplace) {
      await copyRun(run, place.folder)
      await writeFile(path.join(place.folder, 'in.csv'), csvOf(weather()))
      const words = ['in.csv', '--time', 'day', '--model', path.join(run, 'checkpoint')]
      const result = await place.run('timeseries', 'impute', ...words)
      const code = /\[(\w+)\]\s*$/m.exec(result.stderr)?.[1] ?? 'none'
      requireRefused(result, code)
      if (result.stderr.includes('TypeError')) throw new Error(result.stderr)
      return code
    },
  })),
]
