import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { createRandom } from '@romae/internal/random'
import { errors } from '../errors.ts'
import { positive, readOption, readOptions, seedOption } from '../options.ts'
import { checkSound, soundLength } from './check-sound.ts'
import type { Sound } from './sound.ts'

const cutSchema = {
  start: { kind: 'integer', least: 0, default: 0, help: 'samples before it' },
  length: { ...count, help: 'all that follows by default' },
} as const satisfies Schema

/** The part that {@link cut} takes, in samples of each channel. */
export interface CutOptions extends OptionsOf<typeof cutSchema> {}

/**
 * A part of a sound. Its arrays are copies.
 *
 * @throws RomaeError `AUDIO_TOO_SHORT` for a part that reaches beyond the end
 */
export function cut(sound: Sound, options: CutOptions): Sound {
  checkSound(sound)
  const available = soundLength(sound)
  const { start, length = Math.max(1, available - start) } = readOptions('cut', cutSchema, options)
  if (start + length > available) {
    throw errors.AUDIO_TOO_SHORT({ id: sound.id, got: available, needed: start + length, unit: 'samples', for: 'cut' })
  }
  return slice(sound, start, length)
}

const padSchema = {
  length: { ...count, required: true, help: 'samples that each channel should have' },
  by: {
    kind: 'choice',
    of: ['zero', 'repeat'],
    default: 'zero',
    help: '`zero` adds silence at the end, `repeat` the sound itself, over and over',
  },
} as const satisfies Schema

/** What {@link pad} adds to a sound that is too short. */
export interface PadOptions extends OptionsOf<typeof padSchema> {}

/** The sound, made `length` samples long if it is shorter. */
export function pad(sound: Sound, options: PadOptions): Sound {
  const { length, by } = readOptions('pad', padSchema, options)
  checkSound(sound)
  const available = soundLength(sound)
  if (available >= length) return slice(sound, 0, available)
  const channels = sound.channels.map((samples) => {
    const padded = new Float32Array(length)
    const end = by === 'zero' ? 1 : length
    for (let at = 0; at < end; at += available) padded.set(samples.subarray(0, length - at), at)
    return padded
  })
  return { ...sound, channels }
}

const cropSchema = {
  length: { ...count, required: true, help: 'samples of each channel' },
  seed: { ...seedOption, help: 'another one each epoch gives another part' },
} as const satisfies Schema

/** What {@link randomCrop} takes. */
export interface RandomCropOptions extends OptionsOf<typeof cropSchema> {}

/**
 * A part of `length` samples, every start equally likely. It depends on the seed and the sound's id only.
 *
 * @throws RomaeError `AUDIO_TOO_SHORT` for a sound shorter than `length`; {@link pad} it first
 */
export function randomCrop(sound: Sound, options: RandomCropOptions): Sound {
  const { length, seed } = readOptions('randomCrop', cropSchema, options)
  checkSound(sound)
  const spare = soundLength(sound) - length
  if (spare < 0) {
    throw errors.AUDIO_TOO_SHORT({
      id: sound.id,
      got: soundLength(sound),
      needed: length,
      unit: 'samples',
      for: 'randomCrop',
    })
  }
  return slice(sound, createRandom(seed, 'crop', sound.id).integer(spare + 1), length)
}

/** @param seconds of the sound @returns the nearest number of samples, for the lengths above */
export function samplesOf(sound: Sound, seconds: number): number {
  checkSound(sound)
  readOption('samplesOf', 'seconds', positive, seconds)
  return Math.round(seconds * sound.rate)
}

function slice(sound: Sound, start: number, length: number): Sound {
  return { ...sound, channels: sound.channels.map((samples) => samples.slice(start, start + length)) }
}
