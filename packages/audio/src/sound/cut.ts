import { createRandom } from '@romae/internal/random'
import { errors } from '../errors.ts'
import { checkOptions, isPositive, requireCount, requireNumber, requireSeed } from '../options.ts'
import { checkSound, soundLength } from './check-sound.ts'
import type { Sound } from './sound.ts'

/** The part that {@link cut} takes, in samples of each channel. */
export interface CutOptions {
  /** Defaults to 0. */
  readonly start?: number
  /** Defaults to all that follows. */
  readonly length?: number
}

/**
 * A part of a sound. Its arrays are copies.
 *
 * @throws RomaeError `AUDIO_TOO_SHORT` for a part that reaches beyond the end
 */
export function cut(sound: Sound, options: CutOptions): Sound {
  checkOptions('cut', options, ['start', 'length'])
  checkSound(sound)
  const available = soundLength(sound)
  const { start = 0, length = Math.max(1, available - start) } = options
  requireNumber('cut', 'start', start, 'an integer, at least 0', (value) => Number.isSafeInteger(value) && value >= 0)
  requireCount('cut', 'length', length)
  if (start + length > available) {
    throw errors.AUDIO_TOO_SHORT({ id: sound.id, got: available, needed: start + length, unit: 'samples', for: 'cut' })
  }
  return slice(sound, start, length)
}

/** What {@link pad} adds to a sound that is too short. */
export interface PadOptions {
  /** Samples that each channel should have. */
  readonly length: number
  /** `zero` (the default) adds silence at the end, `repeat` the sound itself, over and over. */
  readonly by?: 'zero' | 'repeat'
}

/** The sound, made `length` samples long if it is shorter. */
export function pad(sound: Sound, options: PadOptions): Sound {
  checkOptions('pad', options, ['length', 'by'])
  checkSound(sound)
  const { length, by = 'zero' } = options
  requireCount('pad', 'length', length)
  if (by !== 'zero' && by !== 'repeat') {
    throw errors.AUDIO_INVALID_OPTION({ of: 'pad', key: 'by', expected: 'one of zero, repeat', got: by })
  }
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

/** What {@link randomCrop} takes. */
export interface RandomCropOptions {
  /** Samples of each channel. */
  readonly length: number
  /** Any safe integer: give another one each epoch for another part. */
  readonly seed: number
}

/**
 * A part of `length` samples, every start equally likely. It depends on the seed and the sound's id only.
 *
 * @throws RomaeError `AUDIO_TOO_SHORT` for a sound shorter than `length`; {@link pad} it first
 */
export function randomCrop(sound: Sound, options: RandomCropOptions): Sound {
  checkOptions('randomCrop', options, ['length', 'seed'])
  const { length, seed } = options
  requireCount('randomCrop', 'length', length)
  requireSeed('randomCrop', seed)
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
  requireNumber('samplesOf', 'seconds', seconds, 'a positive number', isPositive)
  return Math.round(seconds * sound.rate)
}

function slice(sound: Sound, start: number, length: number): Sound {
  return { ...sound, channels: sound.channels.map((samples) => samples.slice(start, start + length)) }
}
