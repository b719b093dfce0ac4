import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createRandom } from '@romae/internal/random'

/** A table: its columns' names, and its rows. */
export interface TableFile {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** Series of pure noise, with a label that says nothing about them. */
export function noise(series = 12): TableFile {
  const rows = Array.from({ length: series }, (_, number) => {
    const random = createRandom(7, 'noise', number)
    return Array.from({ length: 6 }, (_, t) => [`s${number}`, t, random.normal().toFixed(3), number % 2])
  })
  return { columns: ['id', 't', 'v', 'y'], rows: rows.flat() }
}

/** One series of two channels that nobody can mistake for each other, with gaps. */
export function weather(): TableFile {
  const cell = (value: number, isGap: boolean) => (isGap ? '' : value.toFixed(3))
  const rows = Array.from({ length: 48 }, (_, day) => {
    return [day, cell(300 + 20 * Math.sin(day / 10), day % 7 === 3), cell(3 * Math.cos(day / 10), day % 9 === 5)]
  })
  return { columns: ['day', 'temp', 'wind'], rows }
}

/** The table with these columns only, in this order; a name may be a new one for an old: `wind>breeze`. */
export function withColumns({ columns, rows }: TableFile, wanted: readonly string[]): TableFile {
  const names = wanted.map((one) => one.split('>'))
  const places = names.map(([name]) => columns.indexOf(name!))
  return { columns: names.map((one) => one.at(-1)!), rows: rows.map((row) => places.map((place) => row[place]!)) }
}

/** The table with one more column, of one value. */
export function withExtra({ columns, rows }: TableFile, name: string, value: string | number): TableFile {
  return { columns: [...columns, name], rows: rows.map((row) => [...row, value]) }
}

/** One row an observation, channel by channel, in the order that `channels` names them. */
export function asLong(table: TableFile, channels: readonly string[], others: readonly string[]): TableFile {
  const parts = channels.map((name) => {
    const { rows } = withColumns(table, [...others, name])
    return rows.flatMap((row) => (row.at(-1) === '' ? [] : [[...row.slice(0, -1), name, row.at(-1)!]]))
  })
  return { columns: [...others, 'channel', 'value'], rows: parts.flat() }
}

export function csvOf({ columns, rows }: TableFile): string {
  return [columns, ...rows].map((row) => `${row.join(',')}\n`).join('')
}

export async function writeTable(folder: string, name: string, table: TableFile): Promise<void> {
  await writeFile(path.join(folder, name), csvOf(table))
}

/** The rows of a CSV text by their columns' names. */
export function recordsOf(csv: string): Record<string, string>[] {
  const [header = [], ...rows] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  return rows.map((row) => Object.fromEntries(row.map((cell, index) => [header[index]!, cell])))
}
