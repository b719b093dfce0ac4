import { createRandom } from '@romae/core'
import { hideObservations, type SeriesChannel, type TimeSeries } from '@romae/timeseries'
import { gapLengths, rowsOf } from './gaps.ts'

/** Series of which values were taken away, and these values. */
export interface HeldOut {
  /** What is left: the values that were taken are missing, so that their times stay. */
  readonly kept: readonly TimeSeries[]
  readonly hidden: readonly TimeSeries[]
}

/** What part of a channel's values may be hidden to make gaps as long as the file's own. */
const MOST_HIDDEN = 0.5
/** How many places are tried for a gap around one value. */
const ATTEMPTS = 8

/** Takes a fraction of the observed values away. */
export function holdOut(series: readonly TimeSeries[], fraction: number, seed: number): HeldOut {
  const hidden = series.map((one) => hideObservations(one, fraction, seed).hidden)
  return { hidden, kept: series.map((one, index) => without(one, hidden[index]!)) }
}

/**
 * The held-out values once more, now within gaps as long as those of the file: of what is kept, values beside them are hidden,
 * too. Lengths are drawn from the channel's own gaps, the more likely the more cells they have in all; half of a channel's
 * values stay.
 *
 * @returns with those held-out values that came to lie in such a gap; null where the file has no gap of two rows or more
 */
export function holdOutInGaps(series: readonly TimeSeries[], { kept, hidden }: HeldOut, seed: number): HeldOut | null {
  const own = cellsByLength(series)
  if (own.every((lengths) => lengths.every((length) => length < 2))) return null
  const parts = kept.map((one, index) => {
    const { times, missing } = rowsOf(one)
    const rowOf = new Map(Array.from(times, (time, row) => [time, row]))
    const chosen = hidden[index]!.channels.map(({ times: held }, channel) => {
      const rows = Int32Array.from(held, (time) => rowOf.get(time)!)
      const random = createRandom(seed, 'gaps', one.id, channel)
      return gapsAround(random.shuffle(rows), missing[channel]!, own[channel]!, random)
    })
    const inGap = (channel: SeriesChannel, place: number) =>
      keepWhere(channel, (time) => chosen[place]![rowOf.get(time)!] === 1)
    return {
      kept: { ...one, channels: one.channels.map((channel, place) => blank(channel, inGap(channel, place).times)) },
      hidden: { ...hidden[index]!, channels: hidden[index]!.channels.map(inGap) },
    }
  })
  return { kept: parts.map((part) => part.kept), hidden: parts.map((part) => part.hidden) }
}

/** `[row]`: 1 within a gap that is made around one of the rows to be measured; gaps do not touch. */
function gapsAround(
  rows: Int32Array,
  missing: Uint8Array,
  lengths: Int32Array,
  random: ReturnType<typeof createRandom>,
): Uint8Array {
  const made = new Uint8Array(missing.length)
  const present = (from: number, to: number) => missing.subarray(from, to).reduce((sum, flag) => sum + (1 - flag), 0)
  let left = Math.floor(MOST_HIDDEN * present(0, missing.length))
  const isFree = (start: number, end: number) => {
    // Neither at an end, nor beside another gap, nor mostly in one: it would be another gap than it was meant to be.
    const isBetween = missing[start - 1] === 0 && missing[end] === 0 && 2 * present(start, end) > end - start
    return isBetween && !made.subarray(start - 1, end + 1).includes(1)
  }
  for (const row of rows) {
    const length = Math.min(left, lengths[Math.floor(random.uniform() * lengths.length)] ?? 1)
    if (length < 2) continue
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const start = row - Math.floor(random.uniform() * length)
      if (made[row] === 1 || !isFree(start, start + length)) continue
      made.fill(1, start, start + length)
      left -= length
    }
  }
  return made
}

/** For each channel, the lengths of its gaps, one entry a missing cell. */
function cellsByLength(series: readonly TimeSeries[]): Int32Array[] {
  const lengths = series.map((one) => rowsOf(one).missing.map(gapLengths))
  return series[0]!.channels.map((_, channel) =>
    Int32Array.from(lengths.flatMap((ofSeries) => [...ofSeries[channel]!].filter((length) => length > 0))),
  )
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
