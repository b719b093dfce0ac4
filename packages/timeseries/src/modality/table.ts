import type { ReadContext, Source } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import { MISSING_TEXTS } from '../readers/csv/missing.ts'
import type { DecimalMark } from '../readers/csv/number-reader.ts'
import type { TimeUnit } from '../readers/time/moment.ts'
import type { TimeSeries } from '../series/series.ts'
import type { SeriesData } from './options.ts'
import { namesOf, noteLeftOut, readCsvFile } from './read-csv-file.ts'
import { isUea, nameOf } from './source.ts'

/** What a model knows of the files that it is for. */
export type Known = Pick<SeriesData, 'channels' | 'timeUnit' | 'timeFormat' | 'unused' | 'isModels'>

/** Which column is what. */
export interface TableOptions {
  readonly time: string
  readonly timeFormat?: string
  readonly timeUnit?: TimeUnit
  readonly value: readonly string[]
  readonly id?: string
  readonly channel?: string
  readonly ignore?: readonly string[]
  readonly unit?: readonly string[]
  readonly missing?: readonly string[]
  readonly delimiter?: string
  readonly decimal?: DecimalMark
  readonly allowMissingChannels?: boolean
}

/** A file that was read. */
export interface Table {
  readonly source: Source
  /** As it was asked for, for writing it back. */
  readonly options: SeriesData & Required<Pick<SeriesData, 'augment'>>
  readonly series: readonly TimeSeries[]
  /** Of the series, in their order: the model's where there is one. */
  readonly channels: readonly string[]
  /** Of the file, in its order. */
  readonly ownChannels: readonly string[]
  /** How it was read, for the run's record. */
  readonly data: SeriesData
  /** What the user should know of it. */
  readonly notes: readonly string[]
}

/**
 * Reads a CSV file in the shape that the options say, and with the channels that a model knows, by their names.
 *
 * @throws RomaeError `TIMESERIES_NOT_CSV` for a `.ts` file, and what reading throws
 */
export async function readTable(
  source: Source,
  options: TableOptions,
  context: Pick<ReadContext, 'standardInput'>,
  known: Known = {},
): Promise<Table> {
  const file = nameOf(source)
  if (isUea(file)) throw errors.TIMESERIES_NOT_CSV({ file })
  const { time, id = null, channel = null, value, missing = MISSING_TEXTS } = options
  const data: SeriesData = {
    time,
    id,
    label: null,
    channel,
    value: value.length === 0 ? null : value,
    ignore: options.ignore ?? null,
    unit: options.unit ?? null,
    missing,
    delimiter: options.delimiter ?? null,
    decimal: options.decimal ?? null,
    allowMissingChannels: options.allowMissingChannels === true,
    ...known,
    ...(options.timeFormat !== undefined && { timeFormat: options.timeFormat }),
    ...(options.timeUnit !== undefined && { timeUnit: options.timeUnit }),
  }
  const found = await readCsvFile(source, data, context)
  const { series, channels, ownChannels, unused, leftOut, format, timeUnit } = found
  const { isModels, ignore: _, ...used } = data
  const left = unused.filter((name) => !found.asked.ignore?.includes(name) && !leftOut.includes(name))
  return {
    source,
    options: { ...data, augment: { dropTimes: 0 } },
    series,
    channels,
    ownChannels,
    data: { ...used, channels, timeUnit, unused } as SeriesData,
    notes: [
      ...(format === '' ? [] : [`${file}: ${format}`]),
      ...(leftOut.length === 0 ? [] : [noteLeftOut(file, leftOut)]),
      ...(left.length === 0 ? [] : [`${file}: not read, and in the filled file as they were: ${namesOf(left)}`]),
    ],
  }
}
