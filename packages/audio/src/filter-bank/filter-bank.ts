import { errors } from '../errors.ts'
import { checkSamples, checkSound, soundLength } from '../sound/check-sound.ts'
import type { Sound } from '../sound/sound.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { melWeights } from './mel-weights.ts'
import {
  type FilterBankOptions,
  frameLayout,
  type ResolvedFilterBankOptions,
  resolveFilterBankOptions,
} from './options.ts'
import { powerSpectrum } from './power-spectrum.ts'
import { windowOf } from './window.ts'

/** Turns sounds of one channel into log-mel spectrograms. */
export interface FilterBank {
  /**
   * @throws AUDIO_NOT_MONO, AUDIO_RATE for a sound of another rate, AUDIO_TOO_SHORT for one shorter than a frame,
   *   AUDIO_NOT_FINITE
   */
  (sound: Sound): Spectrogram
  /** The options with their defaults filled in. */
  readonly options: ResolvedFilterBankOptions
}

/** Energies below this, the spacing of 32-bit numbers at 1, count as this: logarithms are at least -15.94. */
const FLOOR = 2 ** -23

/** The logarithm that silence has in every bin. */
export const SILENCE = Math.fround(Math.log(FLOOR))

/**
 * A log-mel filter bank as Kaldi computes it, and torchaudio's `compliance.kaldi.fbank` with `htk_compat`, without energy
 * and dither: frame by frame the mean is taken away, the high frequencies are emphasised, the window is applied, the
 * power spectrum is weighed by mel filters, and the natural logarithm is taken.
 *
 * Full scale is 1, as in torchaudio; Kaldi itself has 2¹⁵, which makes its logarithms 20.8 larger. Windows, filters and
 * tables are made once, here.
 *
 * @throws AUDIO_UNKNOWN_OPTION, AUDIO_INVALID_OPTION
 */
export function filterBank(given: FilterBankOptions): FilterBank {
  const options = resolveFilterBankOptions(given)
  const { rate, bins, removeDcOffset, preemphasis, snipEdges } = options
  const { length, shift, fftSize } = frameLayout(options)
  const window = windowOf(options.window, length)
  const { starts, offsets, weights } = melWeights({
    bins,
    fftSize,
    rate,
    low: options.lowFrequency,
    high: options.highFrequency,
  })
  const transform = powerSpectrum(fftSize)
  // Reused by every frame. What follows a frame stays zero.
  const frame = new Float64Array(fftSize)
  const power = new Float64Array(fftSize / 2)

  /** Fills `frame` with the samples from `start` on, prepared for the transform. */
  function prepare(samples: Float32Array, start: number): void {
    let mean = 0
    if (removeDcOffset) {
      for (let index = 0; index < length; index++) mean += samples[start + index]!
      mean /= length
    }
    // The first sample stands in for the one before it.
    let previous = samples[start]! - mean
    for (let index = 0; index < length; index++) {
      const current = samples[start + index]! - mean
      frame[index] = (current - preemphasis * previous) * window[index]!
      previous = current
    }
  }

  function weigh(values: Float32Array, at: number): void {
    for (let bin = 0; bin < bins; bin++) {
      let energy = 0
      let from = starts[bin]!
      for (let index = offsets[bin]!, end = offsets[bin + 1]!; index < end; index++) {
        energy += weights[index]! * power[from++]!
      }
      values[at + bin] = energy > FLOOR ? Math.log(energy) : SILENCE
    }
  }

  function toSpectrogram(sound: Sound): Spectrogram {
    checkSound(sound)
    const { id, channels, label } = sound
    if (channels.length !== 1) throw errors.AUDIO_NOT_MONO({ id, count: channels.length })
    if (sound.rate !== rate) throw errors.AUDIO_RATE({ id, expected: rate, got: sound.rate })
    const count = soundLength(sound)
    if (count < length)
      throw errors.AUDIO_TOO_SHORT({ id, got: count, needed: length, unit: 'samples', for: 'a frame' })
    checkSamples(sound)
    const frames = snipEdges
      ? 1 + Math.floor((count - length) / shift)
      : Math.floor((count + Math.floor(shift / 2)) / shift)
    if (frames === 0) {
      throw errors.AUDIO_TOO_SHORT({
        id,
        got: count,
        needed: Math.ceil(shift / 2),
        unit: 'samples',
        for: 'a frame shift',
      })
    }
    const samples = snipEdges ? channels[0]! : mirrorEdges(channels[0]!, length, shift)
    const values = new Float32Array(frames * bins)
    for (let index = 0; index < frames; index++) {
      prepare(samples, index * shift)
      transform(frame, power)
      weigh(values, index * bins)
    }
    return { id, values, frames, bins, framesPerSecond: rate / shift, ...(label !== undefined && { label }) }
  }

  return Object.assign(toSpectrogram, { options })
}

/** {@link filterBank} for one sound, at its own rate. For many sounds, make the filter bank once. */
export function logMel(sound: Sound, options: Omit<FilterBankOptions, 'rate'> = {}): Spectrogram {
  checkSound(sound)
  return filterBank({ ...options, rate: sound.rate })(sound)
}

/** The sound continued backwards at both ends, so that frames are centred on multiples of the shift. */
function mirrorEdges(samples: Float32Array, length: number, shift: number): Float32Array {
  const count = samples.length
  const before = Math.floor(length / 2) - Math.floor(shift / 2)
  return Float32Array.from({ length: count + before + length }, (_, index) => {
    const at = index - before
    if (at < 0) return samples[-1 - at]!
    return samples[at < count ? at : 2 * count - 1 - at]!
  })
}
