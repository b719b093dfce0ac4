import { quote } from '@romae/internal/errors'
import { admits } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { positive } from '../options.ts'
import type { Sound } from './sound.ts'

/**
 * Throws unless the sound keeps the promises of its type, but for the samples: {@link checkSamples} goes through them.
 *
 * @throws RomaeError `AUDIO_NOT_A_SOUND`, `AUDIO_EMPTY`
 */
export function checkSound(sound: Sound): void {
  if (typeof sound !== 'object' || sound === null) throw notASound('it', 'an object', sound)
  const { id, rate, channels } = sound
  if (typeof id !== 'string') throw notASound('its id', 'a string', id)
  if (!admits(positive, rate)) throw notASound(`the rate of ${quote(id)}`, 'a positive number', rate)
  if (!Array.isArray(channels) || channels.length === 0) {
    throw notASound(`channels of ${quote(id)}`, 'an array of at least one Float32Array', channels)
  }
  const { length } = channels[0]
  for (const [index, samples] of channels.entries()) {
    const what = `channel ${index} of ${quote(id)}`
    if (!(samples instanceof Float32Array)) throw notASound(what, 'a Float32Array', samples)
    if (samples.length !== length) throw notASound(what, `${length} samples long, as channel 0`, samples.length)
  }
  if (length === 0) throw errors.AUDIO_EMPTY({ id })
}

/** Throws unless every sample is finite. @throws RomaeError `AUDIO_NOT_FINITE` */
export function checkSamples({ id, channels }: Pick<Sound, 'id' | 'channels'>): void {
  channels.forEach((samples, channel) => {
    for (let index = 0; index < samples.length; index++) {
      // NaN and infinities are what differs from itself when subtracted.
      if (samples[index]! - samples[index]! === 0) continue
      throw errors.AUDIO_NOT_FINITE({
        what: quote(id),
        place: `sample ${index} of channel ${channel}`,
        got: samples[index]!,
      })
    }
  })
}

/** Samples of each channel. */
export function soundLength({ channels }: Sound): number {
  return channels[0]!.length
}

function notASound(what: string, expected: string, got: unknown) {
  return errors.AUDIO_NOT_A_SOUND({ what, expected, got })
}
