import type { FilledSamples, Source, WriteContext } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { TimeSeries } from '../series/series.ts'
import { fillCsv } from '../writers/fill-csv.ts'
import type { SeriesData } from './options.ts'
import { readCsvFile } from './read-csv-file.ts'
import { isUea, nameOf } from './source.ts'

/**
 * A CSV file's text with its gaps filled, and all else as it is. How its cells and numbers are written is found in it once more.
 *
 * @param after only rows after this time of each series, by the id that it was read with
 * @throws RomaeError `TIMESERIES_NOT_CSV`, `TIMESERIES_FILLED_COUNT`, `TIMESERIES_CSV_OTHER_FILE` and what reading throws
 */
export async function writeSeries(
  source: Source,
  { read, filled }: FilledSamples<TimeSeries>,
  data: SeriesData,
  { standardInput, escapeFormulas }: WriteContext,
  after?: ReadonlyMap<string, number>,
): Promise<AsyncIterable<string | Uint8Array>> {
  const file = nameOf(source)
  if (isUea(file)) throw errors.TIMESERIES_NOT_CSV({ file })
  if (filled.length !== read.length) {
    throw errors.TIMESERIES_FILLED_COUNT({ expected: read.length, got: filled.length })
  }
  const { series, written, open, asked } = await readCsvFile(source, data, { standardInput })
  // Series of several files may have other names than in their own.
  const asInFile = (list: readonly TimeSeries[]) =>
    list.map((one, index) => ({ ...one, id: series[index]?.id ?? one.id }))
  const { time, timeFormat, id, channel, value, missing } = asked
  return fillCsv(open, asInFile(read), asInFile(filled), {
    time: time!,
    ...(timeFormat != null && { timeFormat }),
    ...(id !== null && { id }),
    ...(channel !== null && { channel, value: value![0]! }),
    missing,
    ...written,
    escapeFormulas,
    ...(after !== undefined && {
      after: new Map(read.map(({ id: own }, index) => [series[index]?.id ?? own, after.get(own)!])),
    }),
  })
}
