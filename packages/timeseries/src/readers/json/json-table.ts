import type { RowTable } from '../row-table.ts'
import { jsonCell } from './json-fields.ts'
import { openJsonLines } from './json-lines.ts'
import { rawJsonTable } from './raw-json-table.ts'

/** Opens a file of JSON Lines as a table of texts. @throws RomaeError, as `openJsonLines` does */
export async function openJson(file: string, text: AsyncGenerator<string>, maxRowLength: number): Promise<RowTable> {
  const opened = await openJsonLines(file, text, maxRowLength)
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
