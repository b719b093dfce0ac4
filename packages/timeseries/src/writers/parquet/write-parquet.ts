import { errors } from '../../errors.ts'
import type { RawRow, WrittenRow } from '../../readers/csv/raw-row.ts'
import { loadWriter } from '../../readers/parquet/load.ts'
import type { ParquetCells } from '../../readers/parquet/parquet-rows.ts'
import type { ParquetFile } from '../../readers/parquet/row-groups.ts'
import { physicalSchema, writtenSchema } from '../../readers/parquet/schema.ts'
import { packageError } from '../../readers/text/decompressed.ts'

/** Rows that are held and written at once. */
const GROUP_ROWS = 100_000

interface WriteOptions {
  safe(raw: string): string
  /** The column of times where rows are lists. */
  readonly timeAt: number | null
}

/**
 * A Parquet file of rows, with the columns and types of the one that they were read from. Values that were not changed are written as
 * they were; others as the column can hold them: whole numbers are rounded.
 *
 * @throws RomaeError `TIMESERIES_PARQUET_VALUE` for a value that the column cannot hold, `TIMESERIES_PACKAGE_MISSING`
 */
export async function* writeParquet(
  file: string,
  { metadata, columns }: ParquetFile,
  written: AsyncIterable<WrittenRow>,
  { safe, timeAt }: WriteOptions,
): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await loadWriter().catch((cause) => {
    throw packageError(file, cause) ?? cause
  })
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: physicalSchema(metadata.schema),
    // They would be of the values as the file holds them, which sort otherwise.
    statistics: false,
    ...(metadata.key_value_metadata && { kvMetadata: metadata.key_value_metadata }),
  })
  const taken = () => {
    const made = bytes.getBytes().slice()
    bytes.index = 0
    return made
  }
  let data: unknown[][] = columns.map(() => [])
  const flush = () => {
    const rowGroupSize = data[0]!.length
    // Its defaults would divide them.
    writer.write({ columnData: columns.map(({ name }, at) => ({ name, data: data[at]! as never })), rowGroupSize })
    data = columns.map(() => [])
    return taken()
  }
  for await (const row of timeAt === null ? single(written) : lists(written)) {
    columns.forEach(({ name, type, kind }, at) => {
      const value = (one: WrittenRow) =>
        cellValue(one, at, safe, (text) => {
          try {
            return type.value(text)
          } catch (cause) {
            const { line } = one.beside
            throw errors.TIMESERIES_PARQUET_VALUE(
              { file, line, column: at + 1, name, reason: (cause as Error).message },
              cause,
            )
          }
        })
      const isList = timeAt !== null && kind === 'list'
      data[at]!.push(isList ? row.map(value) : value(row[0]!))
    })
    if (data[0]!.length >= GROUP_ROWS) yield flush()
  }
  if (data[0]!.length > 0) yield flush()
  // What readers convert by, which the values needed no more of.
  writer.schema = writtenSchema(metadata.schema)
  writer.finish()
  yield taken()
}

function cellValue(
  { raw, from }: WrittenRow,
  at: number,
  safe: (raw: string) => string,
  parse: (text: string) => unknown,
) {
  const own = from as (RawRow & ParquetCells) | null
  const text = own === null || raw[at] !== own.texts[at] || raw[at] !== safe(raw[at]!) ? safe(raw[at]!) : null
  if (text === null) return own!.values[at]
  return text === '' ? null : parse(text)
}

async function* single(rows: AsyncIterable<WrittenRow>): AsyncGenerator<readonly WrittenRow[]> {
  for await (const row of rows) yield [row]
}

/** The rows of each row of lists of the file. */
async function* lists(rows: AsyncIterable<WrittenRow>): AsyncGenerator<readonly WrittenRow[]> {
  let group: WrittenRow[] = []
  for await (const row of rows) {
    if (group.length > 0 && row.beside.line !== group[0]!.beside.line) {
      yield group
      group = []
    }
    group.push(row)
  }
  if (group.length > 0) yield group
}
