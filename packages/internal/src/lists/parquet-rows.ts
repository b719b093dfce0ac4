import type { AsyncBuffer } from 'hyparquet'
import { openToRead } from '../files/index.ts'
import { loadReader } from '../parquet/index.ts'
import { MAX_ROWS } from './limits.ts'
import { type ListColumn, type ListProblems, type ListRow, placesOf } from './list-row.ts'

/**
 * The rows of a Parquet file, one row group of the columns that are asked for at a time.
 *
 * @throws PackageMissing, and what `problems` makes
 */
export async function* parquetRows(
  path: string,
  asked: readonly ListColumn[],
  problems: ListProblems,
): AsyncGenerator<ListRow> {
  const { parquetMetadataAsync, parquetScan, parquetSchema, compressors } = await loadReader()
  const { handle, size } = await openToRead(path)
  const file: AsyncBuffer = {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start))
      for (let got = 0; got < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, got, bytes.length - got, start + got)
        if (bytesRead === 0) throw new Error('it has become shorter')
        got += bytesRead
      }
      return bytes.buffer
    },
  }
  const understood = async <Value>(line: number, read: () => Promise<Value>): Promise<Value> => {
    try {
      return await read()
    } catch (cause) {
      throw problems.syntax(line, `no Parquet file: ${(cause as Error).message}`, cause)
    }
  }
  try {
    const metadata = await understood(1, () => parquetMetadataAsync(file, { geoparquet: false }))
    const columns = await understood(1, async () =>
      parquetSchema(metadata).children.map(({ element }) => String(element.name)),
    )
    const places = placesOf(asked, columns, problems)
    let start = 0
    for (const { num_rows } of metadata.row_groups) {
      const [from, rows] = [start, Number(num_rows)]
      start += rows
      if (!Number.isSafeInteger(rows) || rows < 0 || start > MAX_ROWS) {
        throw problems.syntax(
          from + 1,
          `it has ${start} rows or more, and at most ${MAX_ROWS} are read: divide the list`,
        )
      }
      const values = await understood(from + 1, async () => {
        const scan = await parquetScan({ file, metadata, compressors, geoparquet: false })
        const read = places.map((place) =>
          place === -1 || rows === 0
            ? null
            : scan.readColumn({ column: columns[place]!, rowStart: from, rowEnd: start }),
        )
        return (await Promise.all(read)) as (ArrayLike<unknown> | null)[]
      })
      for (let row = 0; row < rows; row += 1) {
        const line = from + row + 1
        const cells = asked.map(({ key }, index) => [key, textOf(values[index]?.[row], key, line, problems)])
        yield { line, cells: Object.fromEntries(cells) }
      }
    }
  } finally {
    await handle.close()
  }
}

function textOf(value: unknown, key: string, line: number, problems: ListProblems): string {
  if (value === null || value === undefined) return ''
  if (['string', 'number', 'bigint', 'boolean'].includes(typeof value)) return String(value)
  throw problems.syntax(line, `"${key}" must be a text or a number`)
}
