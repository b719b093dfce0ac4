import type { OptionsOf, Schema } from '@romae/internal/options'
import { errors } from '../../errors.ts'
import { names } from '../../options.ts'
import type { SeriesChannel, TimeSeries } from '../../series/series.ts'
import type { TextSource } from '../text/source-types.ts'
import { originOf } from '../time/time-origin.ts'
import { TimeReader, unitOf } from '../time/time-reader.ts'
import { besideOf } from './beside.ts'
import { CellReader } from './cell-reader.ts'
import { checkUnits, described } from './channel-units.ts'
import { requireOneRole } from './column-roles.ts'
import { type CsvData, csvReadSchema, type FoundFormat, readCsvOptions } from './csv-options.ts'
import { LabelCells, labelsOf } from './label-cells.ts'
import { RestColumns } from './rest-columns.ts'
import { collectSeries, type Entry, type SeriesBuilder, streamSeries, textOf } from './series-builder.ts'
import { TextTable } from './table.ts'
import { isUnnamed } from './unnamed.ts'

const schema = {
  ...csvReadSchema,
  channels: {
    ...names,
    or: ['rest'],
    required: true,
    help:
      'the columns that are channels, in the order that series are to have them; `rest`: all that have no other use, a name ' +
      'and numbers. A column that has text and no number is left out; the whole file tells, so that streaming refuses it',
  },
} as const satisfies Schema

/** How to read a wide CSV file: one time stamp a row, one column a channel. */
export interface WideCsvOptions extends OptionsOf<typeof schema> {}

/**
 * Reads a whole wide CSV file. Rows of a series may stand anywhere, in order of time. The channels of a series share
 * their times. A cell that is empty or one of {@link MISSING_TEXTS} means missing, unless other texts are given.
 *
 * @throws RomaeError `TIMESERIES_CANNOT_READ`, _NOT_TEXT, _NO_DATA, _BAD_NUMBER, _BAD_TIME, _ROW_ORDER, _LIMIT and
 * TIMESERIES_CSV_…
 *   with file, line and column (the cell's number in its row)
 */
export async function readWideCsv(source: TextSource, options: WideCsvOptions): Promise<CsvData> {
  const reader = new WideReader('readWideCsv', options, new RestColumns())
  const builders = await collectSeries(reader.entries(source))
  reader.leaveTextsOut()
  const series = builders.map((builder) => reader.finish(builder))
  const { channels, leftOut, found, times } = reader
  return { series, channels, leftOut, timeUnit: times.dateUnit, ...found }
}

/**
 * Reads a wide CSV file series by series, holding one at a time. The rows of a series must stand together.
 *
 * @throws RomaeError `TIMESERIES_CSV_NOT_GROUPED` when a series goes on after another one
 */
export async function* streamWideCsv(source: TextSource, options: WideCsvOptions): AsyncGenerator<TimeSeries> {
  const reader = new WideReader('streamWideCsv', options)
  for await (const builder of streamSeries(reader.entries(source))) yield reader.finish(builder)
}

class WideReader {
  channels: readonly string[] = []
  leftOut: readonly string[] = []
  found: FoundFormat = { delimiter: ',', decimal: '.' }
  readonly times: TimeReader
  /** The channels' places in the values of a row. */
  #places: readonly number[] = []
  /** Of `rest`, where columns of text are to be left out. */
  readonly #rest: RestColumns | undefined
  readonly #of: string
  readonly #options: WideCsvOptions
  #file = ''

  constructor(of: string, options: WideCsvOptions, rest?: RestColumns) {
    readCsvOptions(of, schema, options)
    const { id, time, label, labels, group, channels, ignore } = options
    requireOneRole(of, { time, id, label, labels, group, ignore, channels: channels === 'rest' ? [] : channels })
    this.#of = of
    this.#options = options
    this.times = new TimeReader(options)
    this.#rest = channels === 'rest' ? rest : undefined
  }

  /** Takes columns of text away, once the whole file was read. */
  leaveTextsOut(): void {
    const [rest, channels] = [this.#rest, this.channels]
    if (rest === undefined) return
    this.#places = [...channels.keys()].filter((index) => !rest.isText(index))
    this.channels = this.#places.map((index) => channels[index]!)
    this.leftOut = [...this.leftOut, ...channels.filter((_, index) => rest.isText(index))]
    this.#requireChannels()
  }

  #requireChannels(): void {
    if (this.channels.length === 0) throw errors.TIMESERIES_NO_DATA({ file: this.#file, missing: 'channel column' })
    checkUnits(this.#of, this.#options.units, this.channels)
  }

  entries(source: TextSource): AsyncGenerator<Entry> {
    const { id, time, label, labels = [], group, channels, ignore = [] } = this.#options
    const all = [id, time, label, ...labels, group, ...ignore, ...channels]
    const only = channels === 'rest' ? undefined : new Set(all.filter((name) => name !== undefined))
    return TextTable.read(
      source,
      { ...this.#options, beside: besideOf(this.#options), ...(only && { only }) },
      (table) => this.#readTable(table),
    )
  }

  finish({ id, label, group, tracks }: SeriesBuilder): TimeSeries {
    const { dateUnit } = this.times
    const { times: given, columns } = tracks.get(0)!
    const origin = originOf([given], dateUnit)
    const times = given.toArray(dateUnit, origin)
    const { units } = this.#options
    const channels = this.channels.map((name, index): SeriesChannel => {
      const column = columns[this.#places[index]!]!
      const text = textOf({ times: given, columns: [column] })
      return { ...described(name, units), times, values: column.numbers.toArray(), ...(text && { text }) }
    })
    return {
      id,
      channels,
      ...labelsOf(label, this.#options),
      ...(group !== undefined && { group }),
      ...unitOf(this.times),
      ...(origin && { timeOrigin: origin.text }),
    }
  }

  async *#readTable(table: TextTable): AsyncGenerator<Entry> {
    const { id, time, label, labels = [], group, channels, ignore = [] } = this.#options
    const cells = new CellReader(table, this.times, this.#options)
    const idAt = id === undefined ? undefined : table.indexOf(id)
    const labelCells = new LabelCells(table, this.#options)
    const groupAt = group === undefined ? undefined : table.indexOf(group)
    const timeAt = table.indexOf(time)
    const taken = new Set([id, time, label, ...labels, group, ...ignore])
    for (const name of ignore) table.indexOf(name)
    const free = table.columns.filter((name) => !taken.has(name))
    this.channels = channels === 'rest' ? free.filter((name) => !isUnnamed(name)) : channels
    if (channels === 'rest') this.leftOut = free.filter(isUnnamed)
    this.#places = [...this.channels.keys()]
    this.#file = table.file
    this.#requireChannels()
    const rest = this.#rest
    const channelsAt = this.channels.map((name) => table.indexOf(name))
    for await (const row of table.rows()) {
      const seriesId = idAt === undefined ? (row.series ?? 'series') : cells.text(row, idAt)
      const position = cells.position(row, timeAt)
      yield {
        id: seriesId,
        label: labelCells.read(cells, row),
        group: groupAt === undefined ? undefined : cells.text(row, groupAt),
        track: 0,
        time: cells.time(row, timeAt, position),
        timeText: row.cells[timeAt]!,
        values: channelsAt.map((at, index) => rest?.value(cells, row, at, index) ?? cells.value(row, at)),
        position,
      }
    }
    this.times.end()
    this.found = { delimiter: table.delimiter, decimal: cells.decimal }
  }
}
