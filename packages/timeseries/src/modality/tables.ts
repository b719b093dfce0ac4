import type { ReadContext, Source } from '@romae/tokenizer/modality'
import type { TimeSeries } from '../series/series.ts'
import type { SeriesData } from './options.ts'
import { nameSeries } from './series-ids.ts'
import { nameOf } from './source.ts'
import { type Known, readTable, type Table, type TableOptions } from './table.ts'

/** Files that were read as one set. */
export interface Tables {
  /** Each with its series as it calls them itself. */
  readonly files: readonly [Table, ...Table[]]
  /** Of all files, one after the other, by names of which no two are the same. */
  readonly series: readonly TimeSeries[]
  /** Of all series, in their order: the model's where there is one, else the first file's. */
  readonly channels: readonly string[]
  /** How they were read, for the run's record. */
  readonly data: SeriesData
  /** What the user should know of them. */
  readonly notes: readonly string[]
}

/**
 * Reads CSV files as one set: those after the first must have its channels, by their names in any order, and its kind of times.
 *
 * @throws RomaeError `TIMESERIES_OTHER_CHANNELS`, `TIMESERIES_OTHER_TIMES`, `TIMESERIES_ID_IN_TWO_FILES`, and what `readTable` throws
 */
export async function readTables(
  sources: readonly [Source, ...Source[]],
  options: TableOptions & { readonly idsPerFile?: boolean },
  context: Pick<ReadContext, 'standardInput'>,
  known: Known = {},
): Promise<Tables> {
  const { idsPerFile = false } = options
  const [source, ...others] = sources
  const first = await readTable(source, options, context, known)
  const files: [Table, ...Table[]] = [first]
  let { data } = first
  for (const other of others) {
    const { channels, timeUnit, unused = [] } = data
    const table = await readTable(other, options, context, {
      ...known,
      channels: channels!,
      timeUnit: timeUnit!,
      unused,
    })
    files.push(table)
    data = { ...data, unused: [...new Set([...unused, ...(table.data.unused ?? [])])] }
  }
  const hasIds = options.id !== undefined
  const named = files.map(({ series }, index) => ({
    path: nameOf(sources[index]!),
    series,
    hasIds,
    nameByFile: !hasIds,
  }))
  return {
    files,
    series: nameSeries(named, idsPerFile).series,
    channels: first.channels,
    data: { ...data, ...(idsPerFile && { idsPerFile }) },
    notes: files.flatMap(({ notes }) => notes),
  }
}
