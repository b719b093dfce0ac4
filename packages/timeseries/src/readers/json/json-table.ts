import type { RowTable } from '../row-table.ts'
import { jsonCell } from './json-fields.ts'
import type { JsonTable } from './json-lines.ts'
import { rawJsonTable } from './raw-json-table.ts'

/** A file of JSON Lines as a table of texts. */
export function jsonTable(file: string, opened: JsonTable): RowTable {
  const { columns, rows } = opened
  return {
    columns,
    async *cells() {
      for await (const { text, fields, line } of rows) {
        if (fields.length === 0) continue
        const cells = fields.map((field) => (field === undefined ? '' : jsonCell(text.slice(field.start, field.end))))
        yield { cells, line }
      }
    },
    raw: () => rawJsonTable(file, opened),
    close: async () => {
      await rows.return(undefined)
    },
  }
}
