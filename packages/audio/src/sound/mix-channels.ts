import { errors } from '../errors.ts'
import { isWhole, requireNumber } from '../options.ts'
import { checkSound, soundLength } from './check-sound.ts'
import type { Sound } from './sound.ts'

/** How many channels become one: their mean, the first, or the one of that number (from 0). */
export type ChannelMix = 'mean' | 'first' | number

/**
 * One channel of a sound of any number of them.
 *
 * @throws RomaeError `AUDIO_NO_CHANNEL` for a number that the sound does not have
 */
export function mixChannels(sound: Sound, mix: ChannelMix = 'mean'): Sound {
  checkSound(sound)
  requireMix('mixChannels', 'mix', mix)
  return { ...sound, channels: [mix === 'mean' ? meanOf(sound) : selectFrom(sound, mix === 'first' ? 0 : mix)] }
}

/** Throws unless the value is a {@link ChannelMix}. */
export function requireMix(of: string, key: string, mix: unknown): asserts mix is ChannelMix {
  if (mix === 'mean' || mix === 'first') return
  requireNumber(of, key, mix, '"mean", "first" or the number of a channel, from 0', isWhole)
}

function selectFrom({ id, channels }: Sound, index: number): Float32Array {
  const channel = channels[index]
  if (channel === undefined) throw errors.AUDIO_NO_CHANNEL({ id, channel: index, count: channels.length })
  return channel.slice()
}

function meanOf(sound: Sound): Float32Array {
  const { channels } = sound
  if (channels.length === 1) return channels[0]!.slice()
  const sums = new Float64Array(soundLength(sound))
  for (const samples of channels) {
    for (let index = 0; index < samples.length; index++) sums[index]! += samples[index]!
  }
  return Float32Array.from(sums, (sum) => sum / channels.length)
}
