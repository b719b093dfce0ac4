import { columnIndex, type RawRow, type RawTable } from '../readers/csv/raw-row.ts'
import { openRawTable } from '../readers/csv/raw-table.ts'
import type { OpenOptions } from '../readers/csv/rows.ts'
import type { TextSource } from '../readers/text/source-types.ts'
import type { TimeSeries } from '../series/series.ts'
import { type Filling, type FillingOptions, otherFile, requireSame } from './wide-filling.ts'

/** What the filling of a table of one observation a row needs to know. */
interface LongFillingOptions extends FillingOptions {
  readonly channel: string | undefined
  readonly value: string
  /** Those that the file has, of which rows may be made. */
  readonly channels: readonly string[]
  readonly rowOptions: OpenOptions
}

/** One series of the file. */
interface SeriesRows {
  readonly read: TimeSeries
  readonly filled: TimeSeries
  /** How often each channel came, by its place among the channels. */
  readonly taken: number[]
  /** How many times of the filled channel are written. */
  readonly written: number[]
  rows: number
  /** How each time is written in the file. */
  readonly stamps: Map<number, string>
  /** Writes a time that no row of it has. */
  readonly stamp: (time: number) => string
  /** The cells that are the same in all rows of the series; null where they are not. */
  cells: (string | null)[] | undefined
}

/**
 * Fills the rows of a table of one observation a row, and makes those that are not there. The rows of a channel are in order of
 * time, as the reader takes care of, so that no time has to be read again. The table is read once before, to know how times
 * are written and which columns are the series' own.
 */
export async function longFilling(
  table: RawTable,
  open: () => TextSource,
  options: LongFillingOptions,
): Promise<Filling> {
  const { file } = table
  const { id, time, channel, value, values, format } = options
  const [timeAt, valueAt] = [columnIndex(table, time), columnIndex(table, value)]
  const idAt = id === undefined ? undefined : columnIndex(table, id)
  const channelAt = channel === undefined ? undefined : columnIndex(table, channel)
  const all = new Map(
    options.read.map((read) => [read.id, begin(read, options.filled.get(read.id)!, options.stamps(read))]),
  )
  const places = new Map((options.read[0]?.channels ?? []).map(({ name = '' }, index) => [name, index]))

  const find = ({ texts, line, series: ofLists }: RawRow) => {
    const seriesId = idAt === undefined ? (ofLists ?? 'series') : texts[idAt]!
    const series = idAt === undefined && ofLists == null ? [...all.values()][0] : all.get(seriesId)
    const place = { file, line, column: valueAt + 1, id: seriesId }
    const index = channelAt === undefined ? 0 : places.get(texts[channelAt]!)
    // Rows of channels that are left out stay as they are.
    if (index === undefined) return undefined
    if (series === undefined) throw otherFile(place, 'there is no such series')
    const given = series.read.channels[index]!
    const row = series.taken[index]!
    series.taken[index] = row + 1
    if (row >= given.times.length) throw otherFile(place, `the channel has only ${row} values`)
    return { series, index, given, row, place }
  }

  for await (const row of (await openRawTable(open(), options.rowOptions)).rows()) {
    const found = row.isEmpty ? undefined : find(row)
    if (found === undefined) continue
    const { series, given } = found
    series.stamps.set(given.times[found.row]!, row.raw[timeAt]!)
    const before = series.cells ?? row.raw
    series.cells = row.raw.map((cell, column) => (cell === before[column] ? cell : null))
  }
  for (const series of all.values()) series.taken.fill(0)

  /** Rows for the filled values of a channel before a time, which the file does not have. */
  const newRows = (series: SeriesRows, index: number, before: number): string[][] => {
    const { times, values: filled, name = '' } = series.filled.channels[index]!
    const rows: string[][] = []
    for (
      ;
      series.written[index]! < times.length && times[series.written[index]!]! < before;
      series.written[index]! += 1
    ) {
      const at = series.written[index]!
      if (Number.isNaN(filled[at])) continue
      const stamp = series.stamps.get(times[at]!) ?? series.stamp(times[at]!)
      const raw = (series.cells ?? []).map((cell) => cell ?? table.empty)
      raw[timeAt] = stamp
      raw[valueAt] = format(filled[at]!, valueAt)
      if (channelAt !== undefined) raw[channelAt] = table.cell(name, channelAt)
      rows.push(raw)
    }
    return rows
  }

  return {
    take(row) {
      const found = find(row)
      if (found === undefined) return { before: [], after: [], place: null }
      const { series, index, given, place } = found
      const at = given.times[found.row]!
      const read = given.values[found.row]!
      requireSame(values.read(row.texts[valueAt]!), read, place)
      const before = newRows(series, index, at)
      const best = series.filled.channels[index]!.values[series.written[index]!]!
      if (Number.isNaN(read) && !Number.isNaN(best)) row.raw[valueAt] = format(best, valueAt)
      series.written[index]! += 1
      series.rows += 1
      const isLast = found.row === given.times.length - 1
      const after = isLast ? newRows(series, index, Number.POSITIVE_INFINITY) : []
      const own = { id: series.read.id, time: at }
      if (series.rows < rowsOf(series.read)) return { before, after, place: own }
      // Channels that the series has no row of follow its last one.
      const absent = series.read.channels.flatMap(({ name = '', times }, other) => {
        return times.length === 0 && options.channels.includes(name)
          ? newRows(series, other, Number.POSITIVE_INFINITY)
          : []
      })
      return { before, after: [...after, ...absent], place: own }
    },
    end(line) {
      for (const { read, rows } of all.values()) {
        if (rows === rowsOf(read)) continue
        const place = { file, line, column: 1, id: read.id }
        throw otherFile(place, `the series has ${rowsOf(read)} values, and the file ${rows}`)
      }
    },
  }
}

function begin(read: TimeSeries, filled: TimeSeries, stamp: (time: number) => string): SeriesRows {
  const none = () => read.channels.map(() => 0)
  return { read, filled, taken: none(), written: none(), rows: 0, stamps: new Map(), stamp, cells: undefined }
}

function rowsOf({ channels }: TimeSeries): number {
  return channels.reduce((sum, { times }) => sum + times.length, 0)
}
