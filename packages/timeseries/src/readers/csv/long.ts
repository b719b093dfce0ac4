import { type OptionsOf, type Schema, text, value } from '@romae/internal/options'
import { errors } from '../../errors.ts'
import { names } from '../../options.ts'
import type { SeriesChannel, TimeSeries } from '../../series/series.ts'
import { MAX_CHANNELS_IN_ALL } from '../limits.ts'
import type { TextSource } from '../text/source-types.ts'
import { sourceName } from '../text/text-source.ts'
import { originOf } from '../time/time-origin.ts'
import { TimeReader, unitOf } from '../time/time-reader.ts'
import { besideOf } from './beside.ts'
import { CellReader } from './cell-reader.ts'
import { MISSING } from './cell-values.ts'
import { ChannelNames } from './channel-names.ts'
import { checkUnits, described } from './channel-units.ts'
import { requireOneRole } from './column-roles.ts'
import { type CsvData, csvReadSchema, type FoundFormat, readCsvOptions } from './csv-options.ts'
import { LabelCells, labelsOf } from './label-cells.ts'
import { collectSeries, type Entry, type SeriesBuilder, streamSeries, textOf } from './series-builder.ts'
import { TextTable } from './table.ts'

const isTexts = (given: unknown) =>
  typeof given === 'string' || (Array.isArray(given) && given.every((one) => typeof one === 'string'))

/** The columns of a long file. */
export const longSchema = {
  channel: { ...text, help: 'the column of channel names; absent: there is one channel, named as the value’s column' },
  value: { ...text, required: true, help: 'the column of values' },
  error: {
    kind: value<string | readonly string[]>(),
    test: isTexts,
    expected: 'a text, or a list of texts',
    help: 'the column, or columns, of the extras, e.g. measurement errors',
  },
  channels: {
    ...names,
    help:
      'the channels, in the order that series are to have them; another one in the file is an error. Give it wherever two ' +
      'files must agree; by default the order in which channels first appear in the file',
  },
} as const satisfies Schema

const schema = { ...csvReadSchema, ...longSchema } as const satisfies Schema

/** How to read a long CSV file: one observation a row. */
export interface LongCsvOptions extends OptionsOf<typeof schema> {}

/**
 * Reads a whole long CSV file. Rows of a series may stand anywhere; those of one channel must be in order of time.
 * A value that is missing is NaN: by default of a cell that is empty or one of {@link MISSING_TEXTS}.
 *
 * @throws RomaeError `TIMESERIES_CANNOT_READ`, _NOT_TEXT, _NO_DATA, _BAD_NUMBER, _BAD_TIME, _ROW_ORDER, _LIMIT and
 * TIMESERIES_CSV_…
 *   with file, line and column (the cell's number in its row)
 */
export async function readLongCsv(source: TextSource, options: LongCsvOptions): Promise<CsvData> {
  const reader = new LongReader('readLongCsv', options)
  const builders = await collectSeries(reader.entries(source))
  const channels = reader.channels.names
  requireChannelsInAll(sourceName(source), builders, channels.length)
  checkUnits('readLongCsv', options.units, channels)
  const series = builders.map((builder) => reader.finish(builder))
  return { series, channels, timeUnit: reader.times.dateUnit, leftOut: [], ...reader.found }
}

/**
 * Reads a long CSV file series by series, holding one at a time. The rows of a series must stand together.
 *
 * @throws RomaeError `TIMESERIES_CSV_NOT_GROUPED` when a series goes on after another one
 * @throws RomaeError `TIMESERIES_INVALID_OPTION` when there is a channel column but no `channels`: the first series
 * could not know
 *   the channels of the later ones
 */
export async function* streamLongCsv(source: TextSource, options: LongCsvOptions): AsyncGenerator<TimeSeries> {
  const reader = new LongReader('streamLongCsv', options)
  if (options.channel !== undefined && options.channels === undefined) {
    const expected = 'given where channel is'
    throw errors.TIMESERIES_INVALID_OPTION({ of: 'streamLongCsv', key: 'channels', expected, got: undefined })
  }
  checkUnits('streamLongCsv', options.units, options.channels ?? [options.value])
  for await (const builder of streamSeries(reader.entries(source))) yield reader.finish(builder)
}

class LongReader {
  readonly channels: ChannelNames
  readonly times: TimeReader
  found: FoundFormat = { delimiter: ',', decimal: '.' }
  readonly #options: LongCsvOptions
  readonly #extras: readonly string[]
  readonly #empty: SeriesChannel[] = []

  constructor(of: string, options: LongCsvOptions) {
    readCsvOptions(of, schema, options)
    const { channel, value, error = [], channels } = options
    this.#extras = typeof error === 'string' ? [error] : error
    const { time, id, label, labels, group, ignore } = options
    requireOneRole(of, { time, id, label, labels, group, ignore, channel, value, error })
    this.#options = options
    this.times = new TimeReader(options)
    this.channels = new ChannelNames(channels)
  }

  entries(source: TextSource): AsyncGenerator<Entry> {
    const { id, time, channel, value, label, labels = [], group } = this.#options
    const all = [id, time, channel, value, label, ...labels, group, ...this.#extras]
    const only = new Set(all.filter((name) => name !== undefined))
    return TextTable.read(source, { ...this.#options, beside: besideOf(this.#options), only }, (table) =>
      this.#readTable(table),
    )
  }

  finish({ id, label, group, tracks }: SeriesBuilder): TimeSeries {
    const { dateUnit } = this.times
    const columns = [...tracks.values()].map(({ times }) => times)
    const origin = originOf(columns, dateUnit)
    const channels = this.#emptyChannels().map((empty, index): SeriesChannel => {
      const track = tracks.get(index)
      if (track === undefined) return empty
      const [values, ...extras] = track.columns.map(({ numbers }) => numbers.toArray())
      const times = track.times.toArray(dateUnit, origin)
      const text = textOf(track)
      return { ...empty, times, values: values!, ...(extras.length > 0 && { extras }), ...(text && { text }) }
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

  /** What series without a channel have in its place: the same object in all of them. */
  #emptyChannels(): readonly SeriesChannel[] {
    if (this.#empty.length < this.channels.count) {
      const none = () => new Float64Array(0)
      const extras = this.#extras.length > 0 && { extras: this.#extras.map(none) }
      for (const name of this.channels.names.slice(this.#empty.length)) {
        this.#empty.push({ ...described(name, this.#options.units), times: none(), values: none(), ...extras })
      }
    }
    return this.#empty
  }

  async *#readTable(table: TextTable): AsyncGenerator<Entry> {
    const { id, time, channel, value, group, ignore = [] } = this.#options
    for (const name of ignore) table.indexOf(name)
    const cells = new CellReader(table, this.times, this.#options)
    const idAt = id === undefined ? undefined : table.indexOf(id)
    const channelAt = channel === undefined ? undefined : table.indexOf(channel)
    const labelCells = new LabelCells(table, this.#options)
    const groupAt = group === undefined ? undefined : table.indexOf(group)
    const timeAt = table.indexOf(time)
    const valueAt = table.indexOf(value)
    const extrasAt = this.#extras.map((name) => table.indexOf(name))
    for await (const row of table.rows()) {
      const seriesId = idAt === undefined ? (row.series ?? 'series') : cells.text(row, idAt)
      const channelName = channelAt === undefined ? value : cells.text(row, channelAt)
      const track = this.channels.indexOf(channelName, cells.position(row, channelAt ?? valueAt))
      const observed = cells.value(row, valueAt)
      const extras = extrasAt.map((index) => (observed === MISSING ? MISSING : cells.number(row, index)))
      const position = cells.position(row, timeAt)
      yield {
        id: seriesId,
        label: labelCells.read(cells, row),
        group: groupAt === undefined ? undefined : cells.text(row, groupAt),
        track,
        time: cells.time(row, timeAt, position),
        timeText: row.cells[timeAt]!,
        values: [observed, ...extras],
        position,
        channel: channelName,
      }
    }
    this.times.end()
    this.found = { delimiter: table.delimiter, decimal: cells.decimal }
  }
}

/** Every series has every channel: rows can name more of both than there is memory for all pairs. */
function requireChannelsInAll(file: string, builders: readonly SeriesBuilder[], channels: number): void {
  const got = builders.length * channels
  if (got <= MAX_CHANNELS_IN_ALL) return
  const what = `channels of ${builders.length} series together, as each has all ${channels}`
  const wayOut = 'name fewer by the option channels, or use streamLongCsv'
  const line = builders.at(-1)!.lastLine
  throw errors.TIMESERIES_LIMIT({ file, line, column: 1, what, got, limit: MAX_CHANNELS_IN_ALL, wayOut })
}
