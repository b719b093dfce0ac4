import { splitLines } from '@romae/internal/files'
import { errors } from '../../errors.ts'
import { limitError } from '../limits.ts'
import { type JsonField, jsonFields } from './json-fields.ts'

/** How much of a file is held to find the names of its columns. */
const MOST_HELD = 2 ** 20

/** One object of a file, or a line without one. */
export interface JsonRow {
  readonly text: string
  /** From 1. */
  readonly line: number
  readonly end: string
  /** By column, undefined where the object has no such field; empty of an empty line. */
  readonly fields: readonly (JsonField | undefined)[]
}

/** A file of JSON Lines as a table. */
export interface JsonTable {
  /** The fields of its objects, in the order in which they come first. */
  readonly columns: readonly string[]
  /** The first rows, which say how columns are written. */
  readonly first: readonly JsonRow[]
  /** All rows, empty lines included. */
  readonly rows: AsyncGenerator<JsonRow>
}

/**
 * Opens a file of one JSON object a line. Columns are the fields of the first mebibyte's objects; a field that comes later for the
 * first time is an error: rows have been given out by then.
 *
 * @throws RomaeError `TIMESERIES_JSON_SYNTAX`, `TIMESERIES_JSON_LATE_FIELD`, `TIMESERIES_LIMIT`, `TIMESERIES_NO_DATA`
 */
export async function openJsonLines(file: string, text: AsyncGenerator<string>, limit: number): Promise<JsonTable> {
  const parsed = parsedLines(file, text, limit)
  const held: ParsedLine[] = []
  const places = new Map<string, number>()
  let length = 0
  let isAll = false
  try {
    while (length < MOST_HELD) {
      const next = await parsed.next()
      isAll = next.done === true
      if (next.done) break
      held.push(next.value)
      length += next.value.text.length
      for (const { name } of next.value.found) if (!places.has(name)) places.set(name, places.size)
    }
    if (places.size === 0) {
      throw errors.TIMESERIES_NO_DATA({ file, missing: length === 0 ? 'text: it is empty' : 'field in its objects' })
    }
  } catch (cause) {
    await parsed.return(undefined)
    throw cause
  }
  const inOrder = (line: ParsedLine) => rowOf(file, line, places)
  const first = held.map(inOrder)
  return { columns: [...places.keys()], first, rows: rowsOf(first, isAll ? null : parsed, inOrder) }
}

interface ParsedLine extends Omit<JsonRow, 'fields'> {
  readonly found: readonly JsonField[]
}

async function* parsedLines(file: string, text: AsyncGenerator<string>, limit: number): AsyncGenerator<ParsedLine> {
  try {
    for await (const { text: own, number: line, end } of splitLines(text, limit)) {
      yield { text: own, line, end, found: own.trim() === '' ? [] : fieldsIn(file, line, own) }
    }
  } catch (cause) {
    throw limitError(file, 'line', 'maxRowLength', cause)
  }
}

function fieldsIn(file: string, line: number, text: string): readonly JsonField[] {
  try {
    return jsonFields(text)
  } catch (cause) {
    throw errors.TIMESERIES_JSON_SYNTAX({ file, line, column: 1, reason: (cause as Error).message }, cause)
  }
}

async function* rowsOf(
  first: readonly JsonRow[],
  rest: AsyncGenerator<ParsedLine> | null,
  inOrder: (line: ParsedLine) => JsonRow,
): AsyncGenerator<JsonRow> {
  try {
    yield* first
    if (rest !== null) for await (const line of rest) yield inOrder(line)
  } finally {
    await rest?.return(undefined)
  }
}

function rowOf(file: string, { found, ...line }: ParsedLine, places: ReadonlyMap<string, number>): JsonRow {
  if (found.length === 0 && line.text.trim() === '') return { ...line, fields: [] }
  const fields = Array<JsonField | undefined>(places.size).fill(undefined)
  for (const field of found) {
    const place = places.get(field.name)
    if (place === undefined) {
      throw errors.TIMESERIES_JSON_LATE_FIELD({ file, line: line.line, column: 1, name: field.name })
    }
    fields[place] = field
  }
  return { ...line, fields }
}
