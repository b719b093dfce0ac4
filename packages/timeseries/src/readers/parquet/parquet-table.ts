import { writeParquet } from '../../writers/parquet/write-parquet.ts'
import { plainCells, type RawTable } from '../csv/raw-row.ts'
import type { CsvRow } from '../csv/rows.ts'
import type { RowTable } from '../row-table.ts'
import { type ParquetCells, parquetRows } from './parquet-rows.ts'
import type { RandomAccess } from './random-access.ts'
import { openParquetFile } from './row-groups.ts'

/** A Parquet file as a table of texts, of which one row group is held at a time. */
export async function openParquet(
  file: string,
  access: RandomAccess,
  close: () => Promise<void>,
  { time, only }: { readonly time?: string; readonly only?: ReadonlySet<string> },
): Promise<RowTable> {
  const opened = await openParquetFile(file, access)
  const columns = opened.columns.map(({ name }) => name)
  const timeAt = time === undefined ? -1 : columns.indexOf(time)
  const isOfLists = timeAt !== -1 && opened.columns[timeAt]!.kind === 'list'
  const rowsOf = (isNeeded: (name: string) => boolean) =>
    parquetRows(file, opened, { timeAt: isOfLists ? timeAt : null, isNeeded })
  return {
    columns,
    async *cells(): AsyncGenerator<CsvRow> {
      try {
        for await (const { texts, line, series } of rowsOf((name) => only === undefined || only.has(name))) {
          yield { cells: texts, line, ...(series !== null && { series }) }
        }
      } finally {
        await close()
      }
    },
    raw: (): RawTable => ({
      ...plainCells,
      file,
      columns,
      async *rows(): AsyncGenerator<ParquetCells> {
        try {
          yield* rowsOf(() => true)
        } finally {
          await close()
        }
      },
      write: (written, safe) => writeParquet(file, opened, written, { safe, timeAt: isOfLists ? timeAt : null }),
    }),
    close,
  }
}
