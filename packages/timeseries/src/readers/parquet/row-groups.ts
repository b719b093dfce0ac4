import { RomaeError } from '@romae/internal/errors'
import { loadReader } from '@romae/internal/parquet'
import type { FileMetaData } from 'hyparquet'
import { errors } from '../../errors.ts'
import { packageError } from '../text/decompressed.ts'
import type { RandomAccess } from './random-access.ts'
import { columnsOf, type ParquetColumn, withoutConversion } from './schema.ts'

/** The most rows of a row group, which is held whole: what its columns repeat takes no room in the file. */
const MAX_GROUP_ROWS: number = 2 ** 25

/** A Parquet file whose footer was read. */
export interface ParquetFile {
  readonly metadata: FileMetaData
  readonly columns: readonly ParquetColumn[]
  /** The rows of each group, with the values of its columns, one group held at a time. Values of columns that are not needed are null. */
  groups(isNeeded: (name: string) => boolean): AsyncGenerator<RowGroup>
}

/** Consecutive rows. */
interface RowGroup {
  /** The number of its first row, from 0. */
  readonly start: number
  readonly rows: number
  /** Values as the file holds them; null for a column that is not needed. */
  readonly values: readonly (ArrayLike<unknown> | null)[]
}

/** @throws RomaeError `TIMESERIES_DAMAGED_PARQUET`, `TIMESERIES_PACKAGE_MISSING` */
export async function openParquetFile(name: string, access: RandomAccess): Promise<ParquetFile> {
  return saying(name, async () => {
    const { parquetMetadataAsync, parquetSchema, parquetScan, compressors } = await loadReader()
    const metadata = await parquetMetadataAsync(access, { geoparquet: false })
    requireWellFormed(metadata)
    const columns = columnsOf(parquetSchema(metadata))
    const options = {
      file: access,
      metadata: withoutConversion(metadata),
      compressors,
      utf8: false,
      geoparquet: false,
      // As they are, and no dates of milliseconds.
      parsers: { timestampFromNanoseconds: (nanos: bigint) => nanos as never },
    }
    async function* groups(isNeeded: (name: string) => boolean): AsyncGenerator<RowGroup> {
      let start = 0
      for (const group of metadata.row_groups) {
        const rows = Number(group.num_rows)
        const rowEnd = start + rows
        if (rows > MAX_GROUP_ROWS) {
          const what = 'rows of a row group'
          const wayOut = 'write the file with smaller row groups'
          throw errors.TIMESERIES_LIMIT({
            file: name,
            line: start + 1,
            column: 1,
            what,
            got: rows,
            limit: MAX_GROUP_ROWS,
            wayOut,
          })
        }
        const from = start
        yield await saying(name, async () => {
          const values: (ArrayLike<unknown> | null)[] = []
          // It holds what it has read: one a group lets that go.
          const scan = await parquetScan(options)
          for (const column of columns) {
            if (rows === 0 || !isNeeded(column.name)) {
              values.push(rows === 0 ? [] : null)
              continue
            }
            const found: ArrayLike<unknown> = await scan.readColumn({ column: column.name, rowStart: from, rowEnd })
            if (found.length !== rows) throw new Error(`column "${column.name}" has ${found.length} of ${rows} rows`)
            values.push(found)
          }
          return { start: from, rows, values }
        })
        start = rowEnd
      }
      if (BigInt(start) !== metadata.num_rows) {
        throw errors.TIMESERIES_DAMAGED_PARQUET({
          file: name,
          reason: `it says ${metadata.num_rows} rows, and has ${start}`,
        })
      }
    }
    return { metadata, columns, groups }
  })
}

/** What the library does not look at. @throws Error */
function requireWellFormed({ schema, row_groups: groups }: FileMetaData): void {
  if (schema.some(({ name }) => typeof name !== 'string')) throw new Error('a column has no name')
  const isCount = (rows: unknown) => typeof rows === 'bigint' && rows >= 0n && rows <= BigInt(Number.MAX_SAFE_INTEGER)
  if (!groups.every(({ num_rows: rows }) => isCount(rows)))
    throw new Error('a row group does not say how many rows it has')
}

/** What a library says of a file, as an error that names it. */
async function saying<Value>(file: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw (
      packageError(file, cause) ?? errors.TIMESERIES_DAMAGED_PARQUET({ file, reason: (cause as Error).message }, cause)
    )
  }
}
