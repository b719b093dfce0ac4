import { createRandom } from '@romae/core'
import {
  gapLengths,
  type HiddenValues,
  hideObservations,
  rowsOf,
  type SeriesChannel,
  type TimeSeries,
} from '@romae/timeseries'

/** Series of which values were taken away, and these values. */
export type HeldOut = HiddenValues

/** What part of a channel's values may be hidden to make gaps as long as the file's own. */
const MOST_HIDDEN = 0.5
/** How many places are tried for a gap around one value. */
const ATTEMPTS = 8

/** Takes a fraction of each channel's observed values away, rounded: of a few values none. */
export function ofEachChannel(series: readonly TimeSeries[], fraction: number, seed: number): HeldOut {
  const hidden = series.map((one) => hideObservations(one, fraction, seed).hidden)
  return { hidden, kept: series.map((one, index) => without(one, hidden[index]!)) }
}

/**
 * The held-out values once more, now within gaps as long as those of the file: of what is kept, values beside them are hidden,
 * too. Gaps are drawn from the channel's own, the more likely the more cells they have in all; what was missing in all channels
 * at once is hidden in all of them. Half of a channel's values stay.
 *
 * @returns with those held-out values that came to lie in such a gap; null where the file has no gap of two rows or more, or
 *   there is no place for one
 */
export function holdOutInGaps(series: readonly TimeSeries[], { kept, hidden }: HeldOut, seed: number): HeldOut | null {
  const own = missingCells(series)
  if (own.every((cells) => cells.every(({ length }) => length < 2))) return null
  const parts = kept.map((one, index) => {
    const { times, missing } = rowsOf(one)
    const rowOf = new Map(Array.from(times, (time, row) => [time, row]))
    const random = createRandom(seed, 'gaps', one.id)
    const rows = hidden[index]!.channels.map((channel) =>
      random.shuffle(Int32Array.from(channel.times, (time) => rowOf.get(time)!)),
    )
    const made = gapsAround(rows, missing, own, random)
    const inGap = (channel: SeriesChannel, place: number) =>
      keepWhere(channel, (time) => made[place]![rowOf.get(time)!] === 1)
    return {
      kept: { ...one, channels: one.channels.map((channel, place) => blank(channel, inGap(channel, place).times)) },
      hidden: { ...hidden[index]!, channels: hidden[index]!.channels.map(inGap) },
    }
  })
  if (parts.every((part) => part.hidden.channels.every(({ times }) => times.length === 0))) return null
  return { kept: parts.map((part) => part.kept), hidden: parts.map((part) => part.hidden) }
}

/** A missing cell of a file. */
interface MissingCell {
  /** Of its gap, in rows. */
  readonly length: number
  /** Whether nothing is observed in its row. */
  readonly isShared: boolean
}

/**
 * `[channel][row]`: 1 within a gap that is made around one of the rows to be measured; gaps of a channel do not touch.
 *
 * @param rows of each channel, to be measured
 */
function gapsAround(
  rows: readonly Int32Array[],
  missing: readonly Uint8Array[],
  cells: readonly (readonly MissingCell[])[],
  random: ReturnType<typeof createRandom>,
): Uint8Array[] {
  const made = missing.map(({ length }) => new Uint8Array(length))
  const present = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + (1 - flag), 0)
  const left = missing.map((flags) => Math.floor(MOST_HIDDEN * present(flags)))
  const all = [...missing.keys()]
  for (const channel of all) {
    const own = missing[channel]!
    // Neither at an end, nor beside another gap, nor mostly in one: it would be another gap than it was meant to be.
    const isBetween = (start: number, end: number) =>
      own[start - 1] === 0 && own[end] === 0 && 2 * present(own.subarray(start, end)) > end - start
    for (const row of rows[channel]!) {
      const cell = cells[channel]![Math.floor(random.uniform() * cells[channel]!.length)]
      const where = cell?.isShared ? all : [channel]
      const room = Math.min(...where.map((one) => left[one]!))
      const isFirst = where.every((one) => !made[one]!.includes(1))
      // Of a gap that is longer than all that may be hidden, as much as may be; else what does not fit is left out.
      const length = isFirst ? Math.min(cell?.length ?? 1, room) : (cell?.length ?? 1)
      if (length < 2 || length > room) continue
      for (let attempt = 0; attempt < ATTEMPTS && made[channel]![row] === 0; attempt++) {
        const start = row - Math.floor(random.uniform() * length)
        const end = start + length
        const isFree = where.every((one) => !made[one]!.subarray(Math.max(0, start - 1), end + 1).includes(1))
        if (!isBetween(start, end) || !isFree) continue
        for (const one of where) {
          made[one]!.fill(1, start, end)
          left[one]! -= length
        }
      }
    }
  }
  return made
}

/** For each channel, its missing cells in all series. */
function missingCells(series: readonly TimeSeries[]): MissingCell[][] {
  const cells: MissingCell[][] = series[0]!.channels.map(() => [])
  for (const one of series) {
    const { missing } = rowsOf(one)
    missing.map(gapLengths).forEach((lengths, channel) => {
      lengths.forEach((length, row) => {
        if (length > 0) cells[channel]!.push({ length, isShared: missing.every((flags) => flags[row] === 1) })
      })
    })
  }
  return cells
}

function without(series: TimeSeries, hidden: TimeSeries): TimeSeries {
  return { ...series, channels: series.channels.map((channel, place) => blank(channel, hidden.channels[place]!.times)) }
}

/** The channel with missing values at these of its times. */
function blank(channel: SeriesChannel, times: Float64Array): SeriesChannel {
  const taken = new Set(times)
  const values = channel.values.map((value, index) => (taken.has(channel.times[index]!) ? Number.NaN : value))
  return { ...channel, values }
}

function keepWhere(channel: SeriesChannel, isKept: (time: number) => boolean): SeriesChannel {
  const { times, values, extras } = channel
  const pick = (column: Float64Array) => column.filter((_, index) => isKept(times[index]!))
  return { ...channel, times: pick(times), values: pick(values), ...(extras && { extras: extras.map(pick) }) }
}
