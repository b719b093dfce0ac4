import { errors } from '../errors.ts'
import { checkSamples, checkSound, soundLength } from '../sound/check-sound.ts'
import type { Sound } from '../sound/sound.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { framesOf } from './frames.ts'
import { takeRoom } from './kernels.ts'
import { melFilters } from './mel-filters.ts'
import {
  type FilterBankOptions,
  frameLayout,
  type ResolvedFilterBankOptions,
  resolveFilterBankOptions,
} from './options.ts'
import { realTransform } from './real-transform.ts'

/** Turns sounds of one channel into log-mel spectrograms. */
export interface FilterBank {
  /**
   * @throws RomaeError `AUDIO_NOT_MONO`, `AUDIO_RATE` for a sound of another rate, `AUDIO_TOO_SHORT` for one shorter
   * than a frame,
   *   AUDIO_NOT_FINITE
   */
  (sound: Sound): Spectrogram
  /** The options with their defaults filled in. */
  readonly options: ResolvedFilterBankOptions
}

/**
 * A log-mel filter bank as Kaldi computes it, and torchaudio's `compliance.kaldi.fbank` with `htk_compat`, without energy
 * and dither: frame by frame the mean is taken away, the high frequencies are emphasised, the window is applied, the
 * power spectrum is weighed by mel filters, and the natural logarithm is taken.
 *
 * Full scale is 1, as in torchaudio; Kaldi itself has 2¹⁵, which makes its logarithms 20.8 larger. Windows, filters and
 * tables are made once, here; the library of the Fourier transform is loaded on first use.
 *
 * @throws RomaeError `AUDIO_UNKNOWN_OPTION`, `AUDIO_INVALID_OPTION`
 */
export async function filterBank(given: FilterBankOptions): Promise<FilterBank> {
  const options = resolveFilterBankOptions(given)
  const { rate, bins, snipEdges } = options
  const { length, shift, fftSize } = frameLayout(options)
  const transform = await realTransform(fftSize)
  const allFrames = framesOf(options, length)
  const filters = melFilters({ bins, fftSize, rate, low: options.lowFrequency, high: options.highFrequency })

  function toSpectrogram(sound: Sound): Spectrogram {
    checkSound(sound)
    const { id, channels, label } = sound
    if (channels.length !== 1) throw errors.AUDIO_NOT_MONO({ id, count: channels.length })
    if (sound.rate !== rate) throw errors.AUDIO_RATE({ id, expected: rate, got: sound.rate })
    const frames = frameCount(sound)
    checkSamples(sound)
    const samples = snipEdges ? channels[0]! : mirrorEdges(channels[0]!, length, shift)
    const values = new Float32Array(frames * bins)
    // All filter banks share the room, and those of one size the buffers. Beyond the frame there have to be zeros.
    // There is room: the transform's library is WebAssembly with SIMD too.
    const room = takeRoom({ ...allFrames.lengths, ...filters.lengths })!
    const { input, output } = transform.buffers()
    input.fill(0, length)
    const prepareFrame = allFrames.of(samples, room)
    const toLogarithms = filters.in(room)
    for (let index = 0; index < frames; index++) {
      prepareFrame(index * shift)
      input.set(room.arrays.frame)
      transform.run()
      values.set(toLogarithms(output), index * bins)
    }
    return { id, values, frames, bins, framesPerSecond: rate / shift, ...(label !== undefined && { label }) }
  }

  function frameCount(sound: Sound): number {
    const got = soundLength(sound)
    const tooShort = (needed: number) =>
      errors.AUDIO_TOO_SHORT({ id: sound.id, got, needed, unit: 'samples', for: 'the filter bank' })
    if (got < length) throw tooShort(length)
    if (snipEdges) return 1 + Math.floor((got - length) / shift)
    const frames = Math.floor((got + Math.floor(shift / 2)) / shift)
    if (frames === 0) throw tooShort(Math.ceil(shift / 2))
    return frames
  }

  return Object.assign(toSpectrogram, { options })
}

/** {@link filterBank} for one sound, at its own rate. For many sounds, make the filter bank once. */
export async function logMel(sound: Sound, options: Omit<FilterBankOptions, 'rate'> = {}): Promise<Spectrogram> {
  checkSound(sound)
  const toSpectrogram = await filterBank({ ...options, rate: sound.rate })
  return toSpectrogram(sound)
}

/** The sound continued backwards at both ends, so that frames are centred on the middles of their shifts. */
function mirrorEdges(samples: Float32Array, length: number, shift: number): Float32Array {
  const count = samples.length
  const before = Math.floor(length / 2) - Math.floor(shift / 2)
  return Float32Array.from({ length: count + before + length }, (_, index) => {
    const at = index - before
    if (at < 0) return samples[-1 - at]!
    return samples[at < count ? at : 2 * count - 1 - at]!
  })
}
