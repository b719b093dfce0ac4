import { readCsvColumns } from '@romae/timeseries'
import { type Known, readTable, type Table } from '@romae/timeseries/modality'
import { standardInput } from './job.ts'
import type { Roles } from './roles.ts'

/** A table with what was understood of it. */
export interface ReadFile {
  readonly roles: Roles
  readonly table: Table
}

const timeWords: ReadonlySet<string> = new Set(
  'date time timestamp datetime day month year hour minute datum zeit zeitpunkt zeitstempel tag stunde jahr fecha hora temps heure ds t'.split(
    ' ',
  ),
)
const isLikelyTime = (name: string) =>
  name
    .toLowerCase()
    .split(/[^\p{L}]/u)
    .some((word) => timeWords.has(word))

/** What a model says of its files. */
interface Expected {
  readonly known: Known
  readonly time: string | null
}

/** Reads a table as its user says. @throws RomaeError what `readTable` throws */
export async function readAs(
  file: File,
  { time, id, ignore, timeFormat }: Roles,
  known: Known | undefined,
): Promise<Table> {
  const options = {
    time,
    value: [],
    ...(id !== null && { id }),
    ...(ignore.length > 0 && { ignore }),
    ...(timeFormat !== null && { timeFormat }),
  }
  return readTable(file, options, { standardInput }, known)
}

/**
 * Reads a table of which nothing is known: the first column that can be its times is them, those first that are called so. Where
 * times come again, a column of texts tells series apart.
 *
 * @throws RomaeError of the likeliest column, where none will do
 */
export async function readUnknown(file: File, header: readonly string[], expected: Expected | null): Promise<ReadFile> {
  const isThere = expected !== null && expected.time !== null && header.includes(expected.time)
  const candidates = isThere ? [expected.time!] : likelyTimes(header)
  let first: unknown
  for (const time of candidates) {
    try {
      return await readWithTimes(file, header, time, expected?.known)
    } catch (cause) {
      first ??= cause
    }
  }
  throw first
}

/** The columns of a file. */
export async function headerOf(file: File): Promise<readonly string[]> {
  return readCsvColumns(file)
}

/** Columns that may have the times, the likeliest first. */
function likelyTimes(header: readonly string[]): readonly string[] {
  return [...new Set([...header.filter(isLikelyTime), ...header.slice(0, 3)])].slice(0, 4)
}

/** What the columns are for by their names alone. */
export function guessRoles(header: readonly string[]): Roles {
  return { time: likelyTimes(header)[0] ?? '', id: null, ignore: [], nonNegative: [], timeFormat: null }
}

/** What is often 0 and never less is no number below it, such as rain. */
function withGuessedBounds(roles: Roles, table: Table): ReadFile {
  const nonNegative = table.channels.filter((_, channel) => {
    let least = Infinity
    for (const { channels } of table.series)
      for (const value of channels[channel]!.values) if (value < least) least = value
    return least === 0
  })
  return { roles: { ...roles, nonNegative }, table }
}

async function readWithTimes(
  file: File,
  header: readonly string[],
  time: string,
  known: Known | undefined,
): Promise<ReadFile> {
  const alone: Roles = { time, id: null, ignore: [], nonNegative: [], timeFormat: null }
  try {
    return withGuessedBounds(alone, await readAs(file, alone, known))
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code !== 'TIMESERIES_ROW_ORDER') throw cause
    for (const id of header.filter((name) => name !== time).slice(0, 6)) {
      const roles = { ...alone, id }
      const table = await readAs(file, roles, known).catch(() => null)
      // An id that every row has anew tells nothing apart.
      if (table?.series.some(({ channels }) => channels[0]!.times.length > 3)) return withGuessedBounds(roles, table)
    }
    throw cause
  }
}
