import { guardRows } from '@romae/internal/files'
import { errors } from '../../errors.ts'
import { limitError, MAX_COLUMNS, MAX_NAME, MAX_ROW } from '../limits.ts'
import { openParts } from '../parquet/random-access.ts'
import type { RowTable } from '../row-table.ts'
import { withFormat } from '../table-format.ts'
import type { TextSource } from '../text/source-types.ts'
import { readText, sourceName } from '../text/text-source.ts'
import { withoutComments } from './comments.ts'
import { type DelimitedText, withDelimiter } from './delimiter.ts'
import { type CsvRow, type OpenOptions, readRows } from './rows.ts'

/** A table of texts, a CSV file with a header or objects of JSON: its columns by name, its rows all as long as they are many. */
export class TextTable {
  readonly file: string
  readonly columns: readonly string[]
  readonly delimiter: string
  readonly #reader: AsyncGenerator<CsvRow>
  readonly #indices = new Map<string, number>()
  readonly #headerLine: number
  readonly #looked: RowTable['looked']

  private constructor(
    file: string,
    delimiter: string,
    header: CsvRow,
    reader: AsyncGenerator<CsvRow>,
    looked?: RowTable['looked'],
  ) {
    this.#looked = looked
    this.file = file
    this.delimiter = delimiter
    this.columns = header.cells
    this.#reader = reader
    this.#headerLine = header.line
    this.#requireWithin('columns', header.cells.length, MAX_COLUMNS, MAX_COLUMNS + 1)
    this.columns.forEach((name, index) => {
      this.#requireWithin('characters in the name of a column', name.length, MAX_NAME, index + 1)
      // Many a spreadsheet ends its rows with empty columns: only who asks for one without a name must know which.
      if (name !== '') this.#requireFirst(name, index)
      if (!this.#indices.has(name)) this.#indices.set(name, index)
    })
  }

  #requireWithin(what: string, got: number, limit: number, column: number): void {
    if (got <= limit) return
    const wayOut = 'is the first line its header?'
    throw errors.TIMESERIES_LIMIT({ file: this.file, line: this.#headerLine, column, what, got, limit, wayOut })
  }

  #requireFirst(name: string, index: number): void {
    const first = this.#indices.get(name)
    if (first === undefined || first === index) return
    const position = { file: this.file, line: this.#headerLine, column: index + 1 }
    throw errors.TIMESERIES_CSV_DUPLICATE_COLUMN({ ...position, name, first: first + 1 })
  }

  /**
   * Opens a table, hands it to `read` and closes the file however that ends.
   *
   * @throws RomaeError `TIMESERIES_NO_DATA`, `TIMESERIES_CSV_DELIMITER`, `TIMESERIES_CSV_DUPLICATE_COLUMN`,
   * `TIMESERIES_LIMIT`, and what
   *   {@link readRows} throws
   */
  static async *read<Item>(
    source: TextSource,
    options: OpenOptions,
    read: (table: TextTable) => AsyncGenerator<Item>,
  ): AsyncGenerator<Item> {
    const file = sourceName(source)
    const opened = await openRows(file, source, options)
    if ('columns' in opened) {
      const rows = opened.cells()
      try {
        yield* read(new TextTable(file, ',', { cells: opened.columns, line: 1 }, rows, opened.looked))
      } finally {
        await rows.return(undefined)
        await opened.close()
      }
      return
    }
    const reader = readRows(file, opened)
    try {
      const header = await reader.next()
      if (header.done) throw errors.TIMESERIES_NO_DATA({ file, missing: 'text: it is empty' })
      yield* read(new TextTable(file, opened.delimiter, header.value, reader))
    } finally {
      await reader.return(undefined)
    }
  }

  /** The index of a column. @throws RomaeError `TIMESERIES_CSV_NO_COLUMN` */
  indexOf(name: string): number {
    const index = this.#indices.get(name)
    if (index === undefined) {
      const looked = this.#looked?.get(name)
      const found = { file: this.file, name, columns: this.columns }
      throw errors.TIMESERIES_CSV_NO_COLUMN({ ...found, ...(looked !== undefined && { looked }) })
    }
    if (name === '') this.#requireFirst(name, this.columns.lastIndexOf(name))
    return index
  }

  /** @throws RomaeError `TIMESERIES_CSV_ROW_LENGTH`, `TIMESERIES_NO_DATA` when there is none */
  async *rows(): AsyncGenerator<CsvRow> {
    let count = 0
    for await (const row of this.#reader) {
      count += 1
      const got = row.cells.length
      const expected = this.columns.length
      if (got !== expected) {
        const position = { file: this.file, line: row.line, column: Math.min(got, expected) + 1 }
        throw errors.TIMESERIES_CSV_ROW_LENGTH({ ...position, expected, got })
      }
      yield row
    }
    if (count === 0) throw errors.TIMESERIES_NO_DATA({ file: this.file, missing: 'row below the header' })
  }
}

/** A table that is open: the text of a CSV file, whose rows have a limit, and its delimiter; or one of another format. */
export async function openRows(
  file: string,
  source: TextSource,
  options: OpenOptions,
): Promise<DelimitedText | RowTable> {
  const { delimiter, maxRowLength = MAX_ROW } = options
  const access = await openParts(source)
  if (access.kind === 'parts') {
    const { magic, file: parts, part = null, close } = access
    // Each is loaded where there is such a file: a page that reads CSV need not send them.
    const open = {
      PAR1: async () => (await import('../parquet/parquet-table.ts')).openParquet(file, parts, close, options),
      '\x93NUMPY': async () =>
        (await import('../npy/npy-table.ts')).openNpyFile(file, source, parts, close, options.beside),
      'PK\x03\x04': async () => (await import('../npy/npz-table.ts')).openNpz(file, parts, part, close, options.beside),
    }
    return open[magic]().catch(async (cause) => {
      await access.close()
      throw cause
    })
  }
  const { format, text: all } = await withFormat(file, readText(access.source))
  if (format === 'json-lines') return (await import('../json/json-table.ts')).openJson(file, all, maxRowLength)
  if (format === 'tsf') return (await import('../tsf/tsf-table.ts')).openTsf(file, all)
  try {
    const { comments, text } = await withoutComments(guardRows(all, maxRowLength))
    if (delimiter !== undefined) return { comments, delimiter, text }
    return { comments, ...(await withDelimiter(file, text)) }
  } catch (cause) {
    throw limitError(file, 'row', 'maxRowLength', cause)
  }
}
