import { sampleDeviation } from '@romae/internal/statistics'
import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { type Bounds, bounds } from '@romae/timeseries/uncertainty'
import { errors } from '../errors.ts'

/** How far from a bound it begins to be felt, in parts of the channel's standard deviation. */
const SOFTNESS = 0.1

/** What the user says that values cannot be. */
export interface BoundOptions {
  /** Columns that are never below 0. */
  readonly nonNegative?: readonly string[]
  /** By column. */
  readonly minimum?: ReadonlyMap<string, number>
  readonly maximum?: ReadonlyMap<string, number>
}

/** By channel. */
export type BoundsOfChannels = readonly Bounds[]

/** The standard deviation of each channel's values; 1 where there is none. */
export function unitsOf(series: readonly TimeSeries[]): number[] {
  return series[0]!.channels.map((_, channel) => {
    const values = series.flatMap((one) => Array.from(one.channels[channel]!.values).filter(Number.isFinite))
    return sampleDeviation(values) || 1
  })
}

/** What a channel cannot be; null where nothing was said. */
export interface ChannelBounds {
  readonly minimum: number | null
  readonly maximum: number | null
}

/**
 * What the user says that each channel cannot be.
 *
 * @throws RomaeError `APP_BOUND` for a column that there is not, for one with two minima, for a value that lies beyond
 */
export function channelBounds(
  series: readonly TimeSeries[],
  channels: readonly string[],
  { nonNegative = [], minimum = new Map(), maximum = new Map() }: BoundOptions,
): ChannelBounds[] {
  const asked = [...nonNegative, ...minimum.keys(), ...maximum.keys()]
  const unknown = asked.find((name) => !channels.includes(name))
  if (unknown !== undefined) {
    throw errors.APP_BOUND({ channel: unknown, reason: `there is no such channel; there are ${channels.join(', ')}` })
  }
  const bounds = channels.map((channel): ChannelBounds => {
    if (nonNegative.includes(channel) && minimum.has(channel)) {
      throw errors.APP_BOUND({ channel, reason: 'it has --non-negative and --minimum; give one of them' })
    }
    const least = nonNegative.includes(channel) ? 0 : (minimum.get(channel) ?? null)
    const most = maximum.get(channel) ?? null
    if (least !== null && most !== null && most <= least) {
      throw errors.APP_BOUND({ channel, reason: `its maximum, ${most}, is not above its minimum, ${least}` })
    }
    return { minimum: least, maximum: most }
  })
  requireWithin(series, channels, bounds)
  return bounds
}

/** @throws RomaeError `APP_BOUND` for a value that lies beyond */
export function requireWithin(
  series: readonly TimeSeries[],
  channels: readonly string[],
  bounds: readonly ChannelBounds[],
): void {
  bounds.forEach(({ minimum, maximum }, place) => {
    const isBeyond = (value: number) => value < (minimum ?? -Infinity) || value > (maximum ?? Infinity)
    for (const { id, channels: own } of series) {
      const beyond = own[place]!.values.find(isBeyond)
      if (beyond === undefined) continue
      throw errors.APP_BOUND({ channel: channels[place]!, reason: `series ${id} has the value ${beyond}` })
    }
  })
}

/** The link function of each channel. @param units the deviation of each */
export function linksOf(all: readonly ChannelBounds[], units: readonly number[]): BoundsOfChannels {
  return all.map(({ minimum, maximum }, place) =>
    bounds({
      ...(minimum !== null && { minimum }),
      ...(maximum !== null && { maximum }),
      softness: SOFTNESS * units[place]!,
    }),
  )
}

/** Filled series with what was filled brought within the bounds; what was there stays. */
export function withinBounds(
  series: readonly TimeSeries[],
  filled: readonly TimeSeries[],
  links: BoundsOfChannels,
): TimeSeries[] {
  return filled.map((one, index) => {
    const { missing } = rowsOf(series[index]!)
    const channels = one.channels.map((channel, place) => ({
      ...channel,
      values: channel.values.map((value, row) =>
        missing[place]![row] === 1 && Number.isFinite(value) ? links[place]!.toBounded(value) : value,
      ),
    }))
    return { ...one, channels }
  })
}
