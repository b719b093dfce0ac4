import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readLongCsv, readWideCsv, type WideCsvOptions } from '@romae/timeseries'
import type { Case, Workplace } from '../case.ts'
import { outputOf, requireCode, requireRefused } from './outcome.ts'
import { csvOf, type TableFile, weather, withExtra, writeTable } from './series-files.ts'

async function* chunk(text: string) {
  yield text
}

/** Reads a table whose time is `day`, with all other columns as channels. */
const read = (text: string, options: Partial<WideCsvOptions> = {}) =>
  readWideCsv(chunk(text), { time: 'day', channels: 'rest', ...options })

/** What a table says, however it is written. */
async function said(text: string, options: Partial<WideCsvOptions> = {}): Promise<string> {
  const { series } = await read(text, options)
  const channels = series.flatMap((one) => one.channels)
  return JSON.stringify(channels.map(({ name, times, values }) => [name, [...times], [...values]]))
}

async function requireSame(text: string, options: Partial<WideCsvOptions> = {}): Promise<undefined> {
  const [got, expected] = [await said(text, options), await said(csvOf(weather()))]
  if (got !== expected) throw new Error(`other series: ${got.slice(0, 60)} …`)
  return undefined
}

/** The table with another text for each cell. */
function mapCells({ columns, rows }: TableFile, change: (cell: string) => string): TableFile {
  return { columns, rows: rows.map((row) => row.map((cell) => change(String(cell)))) }
}

const joined = ({ columns, rows }: TableFile, delimiter: string, end = '\n') =>
  [columns, ...rows].map((row) => `${row.join(delimiter)}${end}`).join('')
const gaps = (text: string) => mapCells(weather(), (cell) => (cell === '' ? text : cell))
const commas = () => mapCells(weather(), (cell) => cell.replace('.', ','))

/** Trains on a file for two steps. @returns what was printed */
async function impute(place: Workplace, text: string, ...words: readonly string[]) {
  await writeFile(path.join(place.folder, 'in.csv'), text)
  const result = await place.run('timeseries', 'impute', 'in.csv', '--time', 'day', '--steps', '2', ...words)
  return { result, said: `${result.stdout}${result.stderr}` }
}

function requireSaid(
  { said: text, result }: Awaited<ReturnType<typeof impute>>,
  ...parts: readonly string[]
): undefined {
  outputOf(result)
  const absent = parts.find((part) => !text.includes(part))
  if (absent !== undefined) throw new Error(`${JSON.stringify(absent)} was not said: ${text.slice(0, 300)}`)
  return undefined
}

const missingCases: readonly Case[] = [
  ...['NA', 'N/A', 'nan', 'null', 'None'].map((text) => ({
    name: `a cell ${text} is missing for the library, in wide files and in long ones`,
    async try() {
      await requireSame(csvOf(gaps(text)))
      const { series } = await readLongCsv(chunk(`day,v\n0,1\n1,${text}\n`), { time: 'day', value: 'v' })
      const [first, second] = series[0]!.channels[0]!.values
      if (first !== 1 || !Number.isNaN(second)) throw new Error(`read ${first}, ${second}`)
      return undefined
    },
  })),
  ...(
    [
      ['-999', '-999.0'],
      ['-9999', '-9.999e3'],
      ['99.9', '99.900'],
      ['-999.0', '-999'],
    ] as const
  ).map(([missing, cell]) => ({
    name: `missing ${missing} catches ${cell}`,
    try: () => requireSame(csvOf(gaps(cell)), { missing: [missing] }),
  })),
  {
    name: 'impute --missing -999 -888 counts -999.0 and -888.00 as gaps',
    async try(place) {
      const text = csvOf(weather())
        .replace(/^(3),,/m, '$1,-888.00,')
        .replaceAll(',,', ',-999.0,')
        .replaceAll(',\n', ',-999.0\n')
      return requireSaid(await impute(place, text, '--missing', '-999', '-888'), '12 missing cells')
    },
  },
]

const formatCases: readonly Case[] = [
  ...(
    [
      ['semicolons', joined(weather(), ';')],
      ['tabs', joined(weather(), '\t')],
      ['semicolons and decimal commas', joined(commas(), ';')],
      ['tabs and decimal commas', joined(commas(), '\t')],
      ['semicolons below a title with a comma', joined(weather(), ';').replace('temp', '"temp"')],
      ['carriage returns alone', joined(weather(), ',', '\r')],
      ['carriage returns alone, semicolons and decimal commas', joined(commas(), ';', '\r')],
      ['carriage returns and line feeds', joined(weather(), ',', '\r\n')],
    ] as const
  ).map(([what, text]) => ({ name: `a table with ${what} is the same table`, try: () => requireSame(text) })),
  {
    name: 'a table of quoted decimal commas says what to do, and is the same table then',
    async try() {
      const text = joined(
        mapCells(commas(), (cell) => `"${cell}"`),
        ',',
      )
      await requireCode('TIMESERIES_BAD_NUMBER', () => read(text))
      return requireSame(text, { decimal: ',' })
    },
  },
  {
    name: 'decimal commas and points in one file, and a delimiter that may be two, are refused',
    async try() {
      await requireCode('TIMESERIES_BAD_NUMBER', () => read('day;v\n0;1,5\n1;2.5\n'))
      await requireCode('TIMESERIES_CSV_DELIMITER', () => read('day;a,b\n0;1,2\n'))
      return undefined
    },
  },
  {
    name: 'pretrain --delimiter | --decimal , reads a table that nothing could be guessed of',
    async try(place) {
      await writeFile(path.join(place.folder, 'in.csv'), joined(commas(), '|'))
      const words = ['pretrain', 'in.csv', '--time', 'day', '--preset', 'smoke', '--dry-run']
      requireRefused(await place.run('timeseries', ...words), 'TIMESERIES_CSV_NO_COLUMN')
      outputOf(await place.run('timeseries', ...words, '--delimiter', '|', '--decimal', ','))
      return undefined
    },
  },
]

const restCases: readonly Case[] = [
  ...(
    [
      ['sun and rain', 'sky', (row: number) => (row % 3 === 0 ? 'rain' : 'sun')],
      ['times of day', 'sunrise', (row: number) => `06:${10 + row}`],
      ['text with gaps', 'note', (row: number) => (row % 2 === 0 ? '' : 'calm')],
    ] as const
  ).map(([what, name, cell]) => ({
    name: `a column of ${what} is left out, and named`,
    async try() {
      const { columns, rows } = weather()
      const text = csvOf({ columns: [...columns, name], rows: rows.map((row, index) => [...row, cell(index)]) })
      const { leftOut } = await read(text)
      if (leftOut.join() !== name) throw new Error(`left out: ${leftOut}`)
      return requireSame(text)
    },
  })),
  {
    name: 'pretrain names the column of text that it leaves out, and is quiet about one that is ignored',
    async try(place) {
      await writeTable(place.folder, 'in.csv', withExtra(weather(), 'sky', 'sun'))
      const words = ['pretrain', 'in.csv', '--time', 'day', '--preset', 'smoke', '--dry-run']
      const named = await place.run('timeseries', ...words)
      outputOf(named)
      if (!named.stderr.includes('"sky"')) throw new Error(`not named: ${named.stderr}`)
      const ignored = await place.run('timeseries', ...words, '--ignore', 'sky')
      outputOf(ignored)
      if (ignored.stderr.includes('sky')) throw new Error(`named: ${ignored.stderr}`)
      return undefined
    },
  },
  {
    name: 'text among numbers, and numbers among text, are refused with the line',
    async try() {
      await requireCode('TIMESERIES_BAD_NUMBER', () => read('day,a,b\n0,1,2\n1,2,oops\n'))
      await requireCode('TIMESERIES_CSV_MIXED_COLUMN', () => read('day,a,b\n0,1,oops\n1,2,2\n'))
      await requireCode('TIMESERIES_BAD_NUMBER', () => read('day,a,b\n0,1,12%\n'))
      return undefined
    },
  },
  ...['', '"",', 'Unnamed: 0,'].map((header) => ({
    name: `the index column of a table is no channel: ${header === '' ? 'an empty header' : header}`,
    async try() {
      const [first, ...rows] = csvOf(weather()).trim().split('\n')
      const text = [`${header === '' ? ',' : header}${first}`, ...rows.map((row, index) => `${index},${row}`)].join(
        '\n',
      )
      return requireSame(text)
    },
  })),
]

/** How cells are written: missing ones, text, fractions, and what parts them. */
export const cellCases: readonly Case[] = [...missingCases, ...formatCases, ...restCases]
