import type { RawRow, RawTable } from '../csv/raw-row.ts'
import { jsonCell } from './json-fields.ts'
import type { JsonRow, JsonTable } from './json-lines.ts'

/** What stands in a row for a field that its object does not have. */
const ABSENT = ''
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** A file of JSON Lines, value by value: all but the values that are filled stays as it is, to the character. */
export function rawJsonTable(file: string, { columns, first, rows }: JsonTable): RawTable {
  const sample = first.find(({ fields }) => fields.length > 0)!
  const isString = columns.map((_, column) => {
    const raw = first.map((row) => rawOf(row, column)).find((value) => value !== ABSENT && value !== 'null')
    return raw?.startsWith('"') === true
  })
  const [colon, comma] = separators(sample.text)
  const field = (column: number, raw: string) => `${JSON.stringify(columns[column])}${colon}${raw}`
  const sources = new WeakMap<RawRow, JsonRow>()
  return {
    file,
    delimiter: ',',
    columns,
    lineEnd: sample.end || '\n',
    empty: ABSENT,
    async *rows() {
      for await (const row of rows) {
        const raw = row.fields.map((_, column) => rawOf(row, column))
        const own = { raw, texts: raw.map(jsonCell), end: row.end, line: row.line, isEmpty: raw.length === 0 }
        sources.set(own, row)
        yield own
      }
    },
    textOf: jsonCell,
    cell: (text, column) => (!isString[column] && NUMBER.test(text) ? text : JSON.stringify(text)),
    async *write(written, safe) {
      for await (const { raw, from, end } of written) {
        if (from === null) {
          const fields = raw.flatMap((cell, column) => (cell === ABSENT ? [] : [field(column, safe(cell))]))
          yield `{${fields.join(comma)}}${end}`
        } else yield changed(sources.get(from)!, raw.map(safe), field, comma) + end
      }
    },
  }
}

function rawOf({ text, fields }: JsonRow, column: number): string {
  const field = fields[column]
  return field === undefined ? ABSENT : text.slice(field.start, field.end)
}

/** The object's text with other values; fields that it does not have come last. */
function changed(
  { text, fields }: JsonRow,
  raw: readonly string[],
  field: (column: number, raw: string) => string,
  comma: string,
): string {
  if (fields.length === 0) return text
  const added = raw.flatMap((cell, column) =>
    fields[column] === undefined && cell !== ABSENT ? [field(column, cell)] : [],
  )
  const places = fields.flatMap((place, column) => (place === undefined ? [] : [{ ...place, raw: raw[column]! }]))
  places.sort((a, b) => a.start - b.start)
  let result = ''
  let from = 0
  for (const { start, end, raw: value } of places) {
    result += text.slice(from, start) + value
    from = end
  }
  if (added.length > 0) result += `${from === 0 ? text.slice(0, text.indexOf('{') + 1) : comma}${added.join(comma)}`
  return result + text.slice(from === 0 && added.length > 0 ? text.indexOf('{') + 1 : from)
}

/** With white space as the file has it: Python writes `": "` and `", "`. */
function separators(text: string): readonly [colon: string, comma: string] {
  return /^\s*\{\s*"[^"\\]*": /.test(text) ? [': ', ', '] : [':', ',']
}
