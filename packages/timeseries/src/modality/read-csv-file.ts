import type { ReadContext, Source } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import { besideOf } from '../readers/csv/beside.ts'
import { tableColumns } from '../readers/csv/columns.ts'
import type { FoundFormat } from '../readers/csv/csv-options.ts'
import { readLongCsv } from '../readers/csv/long.ts'
import { readWideCsv } from '../readers/csv/wide.ts'
import type { TextSource } from '../readers/text/source-types.ts'
import type { TimeUnit } from '../readers/time/moment.ts'
import { matchChannels } from '../series/match-channels.ts'
import type { TimeSeries } from '../series/series.ts'
import { formatNote, formatOf } from './cell-format.ts'
import { columnsOf, requireChannels, requireRoles } from './columns.ts'
import type { SeriesData } from './options.ts'
import { nameOf, openSource } from './source.ts'
import { spelledAsIn } from './spelling.ts'
import { timesOf } from './times.ts'
import { unitOfName } from './unit-of-name.ts'

/** A CSV file's series, and what was found in it. */
export interface CsvFile {
  readonly series: readonly TimeSeries[]
  /** Names, in the order of the series: the known ones where some are. */
  readonly channels: readonly string[]
  /** The file's own channels, in its order. */
  readonly ownChannels: readonly string[]
  /** Columns that were not read. */
  readonly unused: readonly string[]
  /** Those among them that nobody left out: without a name, or of text. */
  readonly leftOut: readonly string[]
  /** What was found, and not said, of how it is written; empty where it is as usual. */
  readonly format: string
  readonly timeUnit: TimeUnit | null
  /** The options with names of columns as the file writes them. */
  readonly asked: SeriesData
  /** What of `ignore` was there. */
  readonly ignored: readonly string[]
  /** How its cells and numbers are written. */
  readonly written: FoundFormat
  /** Its text, from the start each time. */
  readonly open: () => TextSource
}

/**
 * Reads one row a time stamp or, with a channel column, one row an observation.
 *
 * @throws RomaeError `TIMESERIES_INVALID_OPTION`, `TIMESERIES_COLUMN_ROLE`, `TIMESERIES_OTHER_CHANNELS`, `TIMESERIES_OTHER_TIMES`,
 *   and what the readers throw
 */
export async function readCsvFile(
  from: Source,
  given: SeriesData,
  context: Pick<ReadContext, 'standardInput'>,
): Promise<CsvFile> {
  const path = nameOf(from)
  if (given.time === null) throw errors.TIMESERIES_NO_TIME_COLUMN({ file: path })
  const source = await openSource(from, context)
  const { delimiter } = formatOf(given)
  const beside = [...besideOf(given), ...(given.groupIfThere == null ? [] : [given.groupIfThere])]
  const header = await tableColumns(source(), { beside, ...(delimiter !== undefined && { delimiter }) })
  const asked = withColumnsOfArrays(header, spelledAsIn(header, given))
  const { channel, timeUnit, group, groupIfThere } = asked
  const isThere = groupIfThere != null && header.includes(groupIfThere)
  const data = isThere ? { ...asked, group: group ?? groupIfThere } : asked
  requireRoles(data)
  const read = await (channel === null ? readWide(path, source, header, data) : readLong(path, source, header, data))
  const file = { ...read, asked }
  const isOther = timeUnit !== undefined && (timeUnit === null) !== (file.timeUnit === null)
  if (isOther) throw errors.TIMESERIES_OTHER_TIMES({ file: path })
  // What channels of a model are measured in is known already, if it is: by their names, and from what was said of them then.
  return data.isModels === true ? file : { ...file, series: file.series.map(withUnitsOfNames) }
}

/** The columns `y 1`, `y 2` and so on of an array that is named as `y`. */
function withColumnsOfArrays(header: readonly string[], data: SeriesData): SeriesData {
  if (data.labels == null) return data
  const labels = data.labels.flatMap((name) => {
    const own = header.includes(name)
      ? []
      : header.filter((column) => column.startsWith(`${name} `) && /^ \d+$/.test(column.slice(name.length)))
    return own.length === 0 ? [name] : own
  })
  return { ...data, labels }
}

/** Channels whose unit nobody said have the one that their name ends with. */
function withUnitsOfNames(series: TimeSeries): TimeSeries {
  const channels = series.channels.map((channel) => {
    const unit = channel.unit ?? unitOfName(channel.name ?? '')
    return unit === null ? channel : { ...channel, unit }
  })
  return { ...series, channels }
}

/** Says which columns were left out, and why. */
export function noteLeftOut(path: string, leftOut: readonly string[]): string {
  return `${path}: no channels, as they lack a name or numbers: ${namesOf(leftOut)}`
}

/** Names of columns for a message, of which one may be empty. */
export function namesOf(columns: readonly string[]): string {
  return columns.map((name) => (name === '' ? 'a column without a name' : JSON.stringify(name))).join(', ')
}

async function readWide(
  path: string,
  open: () => TextSource,
  header: readonly string[],
  data: SeriesData,
): Promise<Omit<CsvFile, 'asked'>> {
  const { time, id, label, labels, group } = data
  const { channels: wanted, unused } = columnsOf(path, header, data)
  const ignore = (data.ignore ?? []).filter((name) => header.includes(name))
  const found = await readWideCsv(open(), { ...commonOptions(data), ignore, channels: wanted })
  const { channels } = found
  const known = data.channels ?? channels
  return {
    series: found.series.map((one) => matchChannels(one, known, { missing: 'empty' })),
    channels: known,
    ownChannels: header.filter((name) => channels.includes(name)),
    unused: unused ?? header.filter((name) => ![time, id, label, ...(labels ?? []), group, ...channels].includes(name)),
    leftOut: found.leftOut,
    format: formatNote(found, data),
    written: { delimiter: found.delimiter, decimal: found.decimal },
    open,
    timeUnit: found.timeUnit ?? null,
    ignored: ignore,
  }
}

async function readLong(
  path: string,
  open: () => TextSource,
  header: readonly string[],
  data: SeriesData,
): Promise<Omit<CsvFile, 'asked'>> {
  const { time, id, label, labels, group, channel, value, channels: before } = data
  if (value?.length !== 1) {
    throw errors.TIMESERIES_VALUE_COLUMN({ got: value?.length ?? 0 })
  }
  const named = data.ignore ?? []
  const ignore = named.filter((name) => header.includes(name))
  const found = await readLongCsv(open(), { ...commonOptions(data), ignore, channel: channel!, value: value[0]! })
  const own = found.channels.filter((name) => !named.includes(name))
  requireChannels(path, own, data)
  const channels = before ?? own
  return {
    series: found.series.map((one) => matchChannels(one, channels, { missing: 'empty', extra: 'drop' })),
    channels,
    ownChannels: own,
    unused: header.filter((name) => ![time, id, label, ...(labels ?? []), group, channel, value[0]].includes(name)),
    leftOut: [],
    format: formatNote(found, data),
    written: { delimiter: found.delimiter, decimal: found.decimal },
    open,
    timeUnit: found.timeUnit ?? null,
    ignored: named.filter((name) => header.includes(name) || found.channels.includes(name)),
  }
}

function commonOptions(data: SeriesData) {
  const { time, id, label, labels, labelSeparator, group, unit } = data
  return {
    time: time!,
    ...(id !== null && { id }),
    ...(label !== null && { label }),
    ...(labels != null && { labels }),
    ...(labelSeparator != null && { labelSeparator }),
    ...(group != null && { group }),
    ...formatOf(data),
    ...(unit != null && { units: unitsOf(unit) }),
    ...timesOf(data),
  }
}

/** `channel=unit` as an object. */
function unitsOf(assignments: readonly string[]): Readonly<Record<string, string>> {
  const entries = assignments.map((text): [string, string] => {
    const equals = text.lastIndexOf('=')
    if (equals < 1 || equals === text.length - 1) {
      throw errors.TIMESERIES_UNIT_FORM({ got: text })
    }
    return [text.slice(0, equals), text.slice(equals + 1)]
  })
  return Object.fromEntries(entries)
}
