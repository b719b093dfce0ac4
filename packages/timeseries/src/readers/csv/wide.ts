import { errors } from '../../errors.ts'
import { checkOptions, requireDistinct } from '../../options.ts'
import type { SeriesChannel, TimeSeries } from '../../series/series.ts'
import type { TextSource } from '../text/text-source.ts'
import { TimeReader, unitOf } from '../text/time-reader.ts'
import { CellReader } from './cell-reader.ts'
import { checkUnits, described } from './channel-units.ts'
import { requireOneRole } from './column-roles.ts'
import { CSV_KEYS, CSV_READ_KEYS, type CsvData, type CsvReadOptions, checkCsvOptions } from './csv-options.ts'
import { collectSeries, type Entry, type SeriesBuilder, streamSeries } from './series-builder.ts'
import { CsvTable } from './table.ts'

/** How to read a wide CSV file: one time stamp a row, one column a channel. */
export interface WideCsvOptions extends CsvReadOptions {
  /** The columns that are channels, in the order that series are to have them; `rest`: all that have no other use. */
  readonly channels: readonly string[] | 'rest'
}

const KEYS = [...CSV_KEYS, ...CSV_READ_KEYS, 'channels']

/**
 * Reads a whole wide CSV file. Rows of a series may stand anywhere, in order of time. The channels of a series share
 * their times. By default an empty cell means missing.
 *
 * @throws TIMESERIES_CANNOT_READ, _NOT_TEXT, _NO_DATA, _BAD_NUMBER, _BAD_TIME, _ROW_ORDER, _LIMIT and TIMESERIES_CSV_…
 *   with file, line and column (the cell's number in its row)
 */
export async function readWideCsv(source: TextSource, options: WideCsvOptions): Promise<CsvData> {
  const reader = new WideReader('readWideCsv', options)
  const series = (await collectSeries(reader.entries(source))).map((builder) => reader.finish(builder))
  return { series, channels: reader.channels, timeUnit: reader.times.dateUnit }
}

/**
 * Reads a wide CSV file series by series, holding one at a time. The rows of a series must stand together.
 *
 * @throws TIMESERIES_CSV_NOT_GROUPED when a series goes on after another one
 */
export async function* streamWideCsv(source: TextSource, options: WideCsvOptions): AsyncGenerator<TimeSeries> {
  const reader = new WideReader('streamWideCsv', options)
  for await (const builder of streamSeries(reader.entries(source))) yield reader.finish(builder)
}

class WideReader {
  channels: readonly string[] = []
  readonly times: TimeReader
  private readonly of: string
  private readonly options: WideCsvOptions

  constructor(of: string, options: WideCsvOptions) {
    checkOptions(of, options, KEYS)
    checkCsvOptions(of, options)
    const { id, time, label, group, channels, ignore } = options
    if (channels !== 'rest') requireDistinct(of, 'channels', channels)
    requireOneRole(of, { time, id, label, group, ignore, channels: channels === 'rest' ? [] : channels })
    this.of = of
    this.options = options
    this.times = new TimeReader(options.timeUnit)
  }

  entries(source: TextSource): AsyncGenerator<Entry> {
    return CsvTable.read(source, this.options, (table) => this.readTable(table))
  }

  finish({ id, label, group, tracks }: SeriesBuilder): TimeSeries {
    const { times: given, columns } = tracks.get(0)!
    const times = given.toArray()
    const { units } = this.options
    const channels = columns.map((column, index): SeriesChannel => {
      const name = this.channels[index]!
      return { ...described(name, units), times, values: column.toArray() }
    })
    return {
      id,
      channels,
      ...(label !== undefined && { label }),
      ...(group !== undefined && { group }),
      ...unitOf(this.times),
    }
  }

  private async *readTable(table: CsvTable): AsyncGenerator<Entry> {
    const { id, time, label, group, channels, missing = [''], ignore = [], units } = this.options
    const cells = new CellReader(table, this.times, missing)
    const idAt = id === undefined ? undefined : table.indexOf(id)
    const labelAt = label === undefined ? undefined : table.indexOf(label)
    const groupAt = group === undefined ? undefined : table.indexOf(group)
    const timeAt = table.indexOf(time)
    const taken = new Set([id, time, label, group, ...ignore])
    for (const name of ignore) table.indexOf(name)
    this.channels = channels === 'rest' ? table.columns.filter((name) => !taken.has(name)) : channels
    if (this.channels.length === 0) throw errors.TIMESERIES_NO_DATA({ file: table.file, missing: 'channel column' })
    checkUnits(this.of, units, this.channels)
    const channelsAt = this.channels.map((name) => table.indexOf(name))
    for await (const row of table.rows()) {
      const seriesId = idAt === undefined ? 'series' : cells.text(row, idAt)
      yield {
        id: seriesId,
        label: labelAt === undefined ? undefined : cells.label(row, labelAt),
        group: groupAt === undefined ? undefined : cells.text(row, groupAt),
        track: 0,
        time: cells.time(row, timeAt),
        timeText: row.cells[timeAt]!,
        values: channelsAt.map((index) => cells.value(row, index)),
        position: cells.position(row, timeAt),
      }
    }
  }
}
