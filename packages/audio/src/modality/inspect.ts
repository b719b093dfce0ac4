import type { OptionValues } from '@romae/tokenizer/modality'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'

/** What spectrograms hold: how long the sounds are, and what each second and each frame of them is made of. */
export function inspect(
  spectrograms: readonly Spectrogram[],
  { rate, seconds }: OptionValues,
): readonly (readonly [label: string, value: string])[] {
  if (spectrograms.length === 0) return []
  const lengths = spectrograms.map(({ frames, framesPerSecond }) => frames / framesPerSecond)
  const least = lengths.reduce((one, other) => Math.min(one, other))
  const most = lengths.reduce((one, other) => Math.max(one, other))
  const all = lengths.reduce((sum, length) => sum + length, 0)
  const range = most === least ? shown(least) : `${shown(least)} to ${shown(most)}`
  const cut = typeof seconds === 'number' ? `, cut to ${seconds} s (--seconds)` : ''
  const kinds = spectrograms.map(({ bins, framesPerSecond }) => `${bins} bins, ${framesPerSecond} frames a second`)
  return [
    ['length', `${range}${cut}; ${shown(all)} in all`],
    ['rate', `${rate} samples a second, whatever the files have (--rate)`],
    ['spectrograms', [...new Set(kinds)].join('; ')],
  ]
}

function shown(seconds: number): string {
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`
}
