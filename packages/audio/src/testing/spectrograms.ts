import { logMel } from '../filter-bank/filter-bank.ts'
import type { FilterBankOptions } from '../filter-bank/options.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { mono, noise } from './sounds.ts'

/** Log-mel spectrograms of noises of some lengths in seconds, at 8 kHz. */
export function noiseSpectrograms(
  seconds: readonly number[],
  options: Omit<FilterBankOptions, 'rate'> = {},
): Promise<Spectrogram[]> {
  return Promise.all(
    seconds.map((duration, index) => logMel(mono(noise(duration * 8000, index + 1), 8000, `noise ${index}`), options)),
  )
}
