import { quote } from '@romae/internal/errors'
import { errors } from '../../errors.ts'
import type { ChannelText } from '../../series/series.ts'
import { MAX_SERIES } from '../limits.ts'
import type { FilePosition } from '../text/file-position.ts'
import { NumberList } from '../text/number-list.ts'
import type { NumberCell } from '../text/parse-number.ts'
import { TextColumn } from '../text/text-column.ts'
import { type TimeCell, TimeColumn } from '../time/time-column.ts'

/** What one row says, once its cells are read. */
export interface Entry {
  readonly id: string
  readonly label: string | undefined
  readonly group: string | undefined
  /** Rows of one series and track share their times: a channel's in a long file, all channels' in a wide one. */
  readonly track: number
  readonly time: TimeCell
  readonly values: readonly NumberCell[]
  /** Where the time stands, and how it is written there. */
  readonly position: FilePosition
  readonly timeText: string
  /** The channel's name, where the track is one channel's. */
  readonly channel?: string
}

/** Numbers, and how they are written. */
interface ValueColumn {
  readonly numbers: NumberList
  readonly texts: TextColumn
}

/** The rows of one series and track so far. */
export interface Track {
  readonly times: TimeColumn
  /** One a value of the entries. */
  readonly columns: readonly ValueColumn[]
}

/** Puts the rows of one series together. */
export class SeriesBuilder {
  readonly id: string
  readonly label: string | undefined
  readonly group: string | undefined
  readonly tracks = new Map<number, Track>()
  /** The line of the last row. */
  lastLine: number
  readonly #lastTimeTexts = new Map<number, string>()

  constructor(first: Entry) {
    this.id = first.id
    this.label = first.label
    this.group = first.group
    this.lastLine = first.position.line
  }

  /** @throws RomaeError `TIMESERIES_CSV_LABEL`, `TIMESERIES_CSV_GROUP`, `TIMESERIES_ROW_ORDER` */
  add({ label, group, track: index, time, timeText, values, position, channel }: Entry): void {
    if (label !== this.label) {
      throw errors.TIMESERIES_CSV_LABEL({ ...position, id: this.id, label: label ?? '', previous: this.label ?? '' })
    }
    if (group !== this.group) {
      throw errors.TIMESERIES_CSV_GROUP({ ...position, id: this.id, group: group ?? '', previous: this.group ?? '' })
    }
    const track = this.#trackOf(index, values.length)
    if (!track.times.add(time)) {
      const previous = this.#lastTimeTexts.get(index)!
      const series = `series ${quote(this.id)}`
      const where = channel === undefined ? series : `channel ${quote(channel)} of ${series}`
      throw errors.TIMESERIES_ROW_ORDER({ ...position, where, previous, time: timeText })
    }
    // A plain loop: this is run for every cell.
    for (let at = 0; at < values.length; at++) {
      const { value, text } = values[at]!
      const column = track.columns[at]!
      column.numbers.push(value)
      column.texts.add(text)
    }
    this.#lastTimeTexts.set(index, timeText)
    this.lastLine = position.line
  }

  #trackOf(index: number, columns: number): Track {
    const known = this.tracks.get(index)
    if (known !== undefined) return known
    const newColumn = () => ({ numbers: new NumberList(), texts: new TextColumn() })
    const track = { times: new TimeColumn(), columns: Array.from({ length: columns }, newColumn) }
    this.tracks.set(index, track)
    return track
  }
}

/** How the cells of a channel are written, where their numbers do not tell. */
export function textOf({ times: { written: times }, columns }: Track): ChannelText | undefined {
  const [values, ...extras] = columns.map(({ texts }) => texts.all)
  const hasExtras = extras.some((texts) => texts !== undefined)
  if (times === undefined && values === undefined && !hasExtras) return undefined
  return { ...(times && { times }), ...(values && { values }), ...(hasExtras && { extras }) }
}

/** Series of rows in any order, in the order in which they begin. */
export async function collectSeries(
  entries: AsyncIterable<Entry>,
  most: number = MAX_SERIES,
): Promise<SeriesBuilder[]> {
  const builders = new Map<string, SeriesBuilder>()
  for await (const entry of entries) {
    let builder = builders.get(entry.id)
    if (builder === undefined) {
      requireFewer(builders.size, most, entry.position)
      builder = new SeriesBuilder(entry)
      builders.set(entry.id, builder)
    }
    builder.add(entry)
  }
  return [...builders.values()]
}

/** Series of rows that stand together by series: each is given out as soon as the next one begins. */
export async function* streamSeries(
  entries: AsyncIterable<Entry>,
  most: number = MAX_SERIES,
): AsyncGenerator<SeriesBuilder> {
  const ended = new Map<string, number>()
  let builder: SeriesBuilder | undefined
  for await (const entry of entries) {
    const { id, position } = entry
    if (builder === undefined || builder.id !== id) {
      const previousLine = ended.get(id)
      if (previousLine !== undefined) throw errors.TIMESERIES_CSV_NOT_GROUPED({ ...position, id, previousLine })
      if (builder !== undefined) {
        requireFewer(ended.size, most, position)
        ended.set(builder.id, builder.lastLine)
        yield builder
      }
      builder = new SeriesBuilder(entry)
    }
    builder.add(entry)
  }
  if (builder !== undefined) yield builder
}

/** Throws unless one more series may come. */
function requireFewer(series: number, limit: number, position: FilePosition): void {
  if (series < limit) return
  throw errors.TIMESERIES_LIMIT({ ...position, what: 'series', got: series + 1, limit, wayOut: 'divide the file' })
}
