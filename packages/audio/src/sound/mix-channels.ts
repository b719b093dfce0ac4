import type { ValueOf } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { readOption } from '../options.ts'
import { checkSound, soundLength } from './check-sound.ts'
import type { Sound } from './sound.ts'

/** How many channels become one: their mean, the first, or the one of that number (from 0). */
export type ChannelMix = ValueOf<typeof mixOption>

export const mixOption = { kind: 'integer', least: 0, or: ['mean', 'first'] } as const

/**
 * One channel of a sound of any number of them.
 *
 * @throws RomaeError `AUDIO_NO_CHANNEL` for a number that the sound does not have
 */
export function mixChannels(sound: Sound, mix: ChannelMix = 'mean'): Sound {
  checkSound(sound)
  readOption('mixChannels', 'mix', mixOption, mix)
  return { ...sound, channels: [mix === 'mean' ? meanOf(sound) : selectFrom(sound, mix === 'first' ? 0 : mix)] }
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
