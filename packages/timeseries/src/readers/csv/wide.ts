import { errors } from '../../errors.ts'
import { checkOptions, requireDistinct } from '../../options.ts'
import type { TimeSeries } from '../../series/series.ts'
import type { TextSource } from '../text/text-source.ts'
import { TimeReader } from '../text/time-reader.ts'
import { CellReader } from './cell-reader.ts'
import { CSV_KEYS, type CsvData, type CsvReadOptions, checkCsvOptions } from './csv-options.ts'
import { collectSeries, type Entry, type SeriesBuilder, streamSeries } from './series-builder.ts'
import { CsvTable } from './table.ts'

/** How to read a wide CSV file: one time stamp a row, one column a channel. */
export interface WideCsvOptions extends CsvReadOptions {
  /** The columns that are channels, in the order that series are to have them; `rest`: all that have no other use. */
  readonly channels: readonly string[] | 'rest'
}

const KEYS = [...CSV_KEYS, 'missing', 'channels']

/**
 * Reads a whole wide CSV file. Rows of a series may stand anywhere, in order of time. The channels of a series share
 * their times. By default an empty cell means missing.
 *
 * @throws TIMESERIES_CANNOT_READ, _NOT_TEXT, _NO_DATA, _BAD_NUMBER, _BAD_TIME, _ROW_ORDER and TIMESERIES_CSV_… with
 *   file, line and column (the cell's number in its row)
 */
export async function readWideCsv(source: TextSource, options: WideCsvOptions): Promise<CsvData> {
  const reader = new WideReader('readWideCsv', options)
  const series = (await collectSeries(reader.entries(source))).map(toSeries)
  return { series, channels: reader.channels, timeUnit: reader.times.dateUnit }
}

/**
 * Reads a wide CSV file series by series, holding one at a time. The rows of a series must stand together.
 *
 * @throws TIMESERIES_CSV_NOT_GROUPED when a series goes on after another one
 */
export async function* streamWideCsv(source: TextSource, options: WideCsvOptions): AsyncGenerator<TimeSeries> {
  const reader = new WideReader('streamWideCsv', options)
  for await (const builder of streamSeries(reader.entries(source))) yield toSeries(builder)
}

function toSeries({ id, label, tracks }: SeriesBuilder): TimeSeries {
  const { times: given, columns } = tracks.get(0)!
  const times = Float64Array.from(given)
  const channels = columns.map((column) => ({ times, values: Float64Array.from(column) }))
  return { id, channels, ...(label !== undefined && { label }) }
}

class WideReader {
  channels: readonly string[] = []
  readonly times: TimeReader
  private readonly options: WideCsvOptions

  constructor(of: string, options: WideCsvOptions) {
    checkOptions(of, options, KEYS)
    checkCsvOptions(of, options)
    if (options.channels !== 'rest') requireDistinct(of, 'channels', options.channels)
    this.options = options
    this.times = new TimeReader(options.timeUnit)
  }

  entries(source: TextSource): AsyncGenerator<Entry> {
    return CsvTable.read(source, this.options.delimiter ?? ',', (table) => this.readTable(table))
  }

  private async *readTable(table: CsvTable): AsyncGenerator<Entry> {
    const { id, time, label, channels, missing = [''] } = this.options
    const cells = new CellReader(table, this.times, missing)
    const idAt = id === undefined ? undefined : table.indexOf(id)
    const labelAt = label === undefined ? undefined : table.indexOf(label)
    const timeAt = table.indexOf(time)
    const isFree = (name: string) => name !== id && name !== time && name !== label
    this.channels = channels === 'rest' ? table.columns.filter(isFree) : channels
    if (this.channels.length === 0) throw errors.TIMESERIES_NO_DATA({ file: table.file, missing: 'channel column' })
    const channelsAt = this.channels.map((name) => table.indexOf(name))
    for await (const row of table.rows()) {
      const seriesId = idAt === undefined ? 'series' : cells.text(row, idAt)
      yield {
        id: seriesId,
        label: (labelAt !== undefined && row.cells[labelAt]) || undefined,
        track: 0,
        time: cells.time(row, timeAt),
        timeText: row.cells[timeAt]!,
        values: channelsAt.map((index) => cells.value(row, index)),
        position: cells.position(row, timeAt),
        where: `series "${seriesId}"`,
      }
    }
  }
}
