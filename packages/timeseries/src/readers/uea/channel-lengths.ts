import { errors } from '../../errors.ts'
import type { SeriesChannel } from '../../series/series.ts'
import type { FilePosition } from '../text/file-position.ts'

/** What channels of different lengths in one case mean: see `channelLengths` of `readUea`. */
export type ChannelLengths = (typeof CHANNEL_LENGTHS)[number]
export const CHANNEL_LENGTHS = ['equal', 'from-start', 'same-span'] as const

/**
 * The channels of a case without time stamps, each at its times.
 *
 * @param channels at times 0, 1, 2, … each
 * @throws RomaeError `TIMESERIES_UEA_CHANNEL_LENGTHS`
 */
export function withLengths(
  channels: readonly SeriesChannel[],
  meaning: ChannelLengths,
  position: FilePosition,
): readonly SeriesChannel[] {
  const lengths = channels.map(({ values }) => values.length)
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0)
  if (meaning === 'from-start' || lengths.every((length) => length === longest)) return channels
  if (meaning === 'equal') {
    const channel = lengths.findIndex((length) => length !== lengths[0])
    throw errors.TIMESERIES_UEA_CHANNEL_LENGTHS({ ...position, channel, got: lengths[channel]!, first: lengths[0]! })
  }
  return channels.map((channel) => {
    const steps = channel.values.length - 1
    return steps === longest - 1 || steps < 1 ? channel : { ...channel, times: spread(steps, longest - 1) }
  })
}

/** `steps + 1` times from 0 to `end`. */
function spread(steps: number, end: number): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, index) => (index * end) / steps)
}
