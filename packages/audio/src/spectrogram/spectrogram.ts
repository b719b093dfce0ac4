import { quote } from '@romae/internal/errors'
import { admits, count } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { positive } from '../options.ts'

/** The energies of a sound over time and frequency, as logarithms. */
export interface Spectrogram {
  /** Names the spectrogram in messages, and feeds the seeded choices of `specAugment`. */
  readonly id: string
  /** `[frames, bins]`, row-major: natural logarithms, finite. Low frequencies first. */
  readonly values: Float32Array
  /** At least 1. */
  readonly frames: number
  /** Frequency bins of a frame; at least 1. */
  readonly bins: number
  /** Frames whose starts lie in a second. */
  readonly framesPerSecond: number
  /** The class of the whole sound. */
  readonly label?: string
}

/**
 * Throws unless the spectrogram keeps the promises of its type.
 *
 * @throws RomaeError `AUDIO_NOT_A_SPECTROGRAM`, `AUDIO_NOT_FINITE`
 */
export function checkSpectrogram(spectrogram: Spectrogram): void {
  checkSpectrogramShape(spectrogram)
  const { id, values, bins } = spectrogram
  for (let index = 0; index < values.length; index++) {
    const got = values[index]!
    if (got - got === 0) continue
    const place = `bin ${index % bins} of frame ${Math.floor(index / bins)}`
    throw errors.AUDIO_NOT_FINITE({ what: `spectrogram ${quote(id)}`, place, got })
  }
}

/** {@link checkSpectrogram} without a look at the values. */
export function checkSpectrogramShape(spectrogram: Spectrogram): void {
  if (typeof spectrogram !== 'object' || spectrogram === null) throw notOne('it', 'an object', spectrogram)
  const { id, values, frames, bins, framesPerSecond } = spectrogram
  if (typeof id !== 'string') throw notOne('its id', 'a string', id)
  if (!admits(count, frames)) throw notOne(`frames of ${quote(id)}`, 'an integer, at least 1', frames)
  if (!admits(count, bins)) throw notOne(`bins of ${quote(id)}`, 'an integer, at least 1', bins)
  if (!admits(positive, framesPerSecond)) {
    throw notOne(`framesPerSecond of ${quote(id)}`, 'a positive number', framesPerSecond)
  }
  if (!(values instanceof Float32Array)) throw notOne(`values of ${quote(id)}`, 'a Float32Array', values)
  if (values.length !== frames * bins) {
    throw notOne(`values of ${quote(id)}`, `${frames * bins} numbers (${frames} frames of ${bins} bins)`, values.length)
  }
}

function notOne(what: string, expected: string, got: unknown) {
  return errors.AUDIO_NOT_A_SPECTROGRAM({ what, expected, got })
}
