import type { Random } from '@romae/internal/random'
import type { Gap } from './gaps.ts'
import { type Rows, rowsOf } from './rows.ts'
import type { TimeSeries } from './series.ts'

/** `[series][channel][entry]`: 1 = an observed value that is to be hidden. */
export type HiddenEntries = readonly (readonly Uint8Array[])[]

/** What part of a channel's observed values is hidden at most. */
const MOST_HIDDEN = 0.5
/** Places tried for a gap that has to be as long as it was drawn; then any place does. */
const EXACT_ATTEMPTS = 8
const ATTEMPTS = 12
/** So many gaps in a row that find no place: there is none. */
const MOST_FAILURES = 100

/**
 * Draws places for gaps, such as those that series have themselves (`gapsOf`), until so many observed values are hidden, or
 * there is no place left: of each channel half of the values stay. Each gap is drawn from those given, each as likely, with all of its
 * channels, and laid over a value that is drawn from those of a channel of it. It borders on observed values where that can
 * be, so that it is as long as it was; gaps that are longer than half of a channel are shortened.
 *
 * @param series with the same channels in the same order; what is missing in them stays
 * @param count of values to hide; the last gap may go beyond it
 */
export function drawGaps(
  series: readonly TimeSeries[],
  gaps: readonly Gap[],
  random: Random,
  count: number,
): HiddenEntries {
  const board = new Board(series)
  let failures = 0
  while (gaps.length > 0 && board.hidden < count && failures < MOST_FAILURES) {
    failures = board.lay(gaps[random.integer(gaps.length)]!, random) ? 0 : failures + 1
  }
  return board.entries()
}

/** Series in which gaps are laid. */
class Board {
  hidden = 0
  readonly #series: readonly TimeSeries[]
  readonly #rows: readonly Rows[]
  /** `[series][channel][row]`: 1 = hidden. */
  readonly #made: readonly (readonly Uint8Array[])[]
  /** `[channel]`: where its values are, in all series: an index of the series, and a row. */
  readonly #values: readonly { readonly series: Int32Array; readonly rows: Int32Array }[]
  /** `[channel]`: values that may still be hidden. */
  readonly #left: number[]

  constructor(series: readonly TimeSeries[]) {
    this.#series = series
    this.#rows = series.map(rowsOf)
    this.#made = this.#rows.map(({ missing }) => missing.map(({ length }) => new Uint8Array(length)))
    const channels = series[0]?.channels.length ?? 0
    this.#values = Array.from({ length: channels }, (_, channel) => {
      const found: { series: number[]; rows: number[] } = { series: [], rows: [] }
      this.#rows.forEach(({ missing }, index) => {
        missing[channel]!.forEach((flag, row) => {
          if (flag === 1) return
          found.series.push(index)
          found.rows.push(row)
        })
      })
      return { series: Int32Array.from(found.series), rows: Int32Array.from(found.rows) }
    })
    this.#left = this.#values.map(({ rows }) => Math.floor(MOST_HIDDEN * rows.length))
  }

  /** Lays a gap at a place that is drawn; whether there was one. */
  lay({ channels, rows, place }: Gap, random: Random): boolean {
    const channel = channels[random.integer(channels.length)]!
    const values = this.#values[channel]!
    const most = Math.min(rows, ...channels.map((one) => this.#left[one]!))
    if (values.rows.length === 0 || most < 1) return false
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const drawn = random.integer(values.rows.length)
      const index = values.series[drawn]!
      const { times, missing } = this.#rows[index]!
      const length = Math.min(most, Math.max(1, Math.floor(MOST_HIDDEN * times.length)))
      const own = missing[channel]!
      const start = {
        start: own.indexOf(0),
        between: values.rows[drawn]! - random.integer(length),
        end: own.lastIndexOf(0) + 1 - length,
      }[place]
      const end = start + length
      if (start < 0 || end > times.length) continue
      const isExact = channels.every((one) => this.#bordersOnValues(index, one, start, end, place))
      if (!isExact && attempt < EXACT_ATTEMPTS) continue
      if (this.#hide(index, channels, start, end) > 0) return true
    }
    return false
  }

  #isObserved(index: number, channel: number, row: number): boolean {
    return this.#rows[index]!.missing[channel]![row] === 0 && this.#made[index]![channel]![row] === 0
  }

  /** Whether a gap there would be one of its own, and not mostly one that is there already. */
  #bordersOnValues(index: number, channel: number, start: number, end: number, place: Gap['place']): boolean {
    if (place !== 'start' && !this.#isObserved(index, channel, start - 1)) return false
    if (place !== 'end' && !this.#isObserved(index, channel, end)) return false
    let observed = 0
    for (let row = start; row < end; row++) if (this.#isObserved(index, channel, row)) observed++
    return 2 * observed > end - start
  }

  #hide(index: number, channels: readonly number[], start: number, end: number): number {
    const before = this.hidden
    for (const channel of channels) {
      for (let row = start; row < end && this.#left[channel]! > 0; row++) {
        if (!this.#isObserved(index, channel, row)) continue
        this.#made[index]![channel]![row] = 1
        this.#left[channel]!--
        this.hidden++
      }
    }
    return this.hidden - before
  }

  entries(): HiddenEntries {
    return this.#series.map((one, index) =>
      one.channels.map((_, channel) => {
        const made = this.#made[index]![channel]!
        return Uint8Array.from(this.#rows[index]!.places[channel]!, (row) => made[row]!)
      }),
    )
  }
}
