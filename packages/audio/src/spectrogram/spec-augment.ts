import type { OptionsOf, Schema } from '@romae/internal/options'
import { createRandom, type Random } from '@romae/internal/random'
import { mean } from '@romae/internal/statistics'
import { readOptions, seedOption } from '../options.ts'
import { checkSpectrogram, type Spectrogram } from './spectrogram.ts'

const whole = { kind: 'integer', least: 0 } as const

const schema = {
  seed: { ...seedOption, help: 'another one each epoch gives other masks' },
  timeMasks: { ...whole, default: 1, help: 'number of masks over all bins of some frames' },
  timeWidth: { ...whole, default: 0, help: 'the most frames that a mask may hide' },
  frequencyMasks: { ...whole, default: 1, help: 'number of masks over some bins of all frames' },
  frequencyWidth: { ...whole, default: 0, help: 'the most bins that a mask may hide' },
  fill: {
    kind: 'number',
    or: ['mean'],
    default: 'mean',
    help: 'what is written there: the spectrogram’s mean or a number',
  },
} as const satisfies Schema

/** What {@link specAugment} hides. */
export interface SpecAugmentOptions extends OptionsOf<typeof schema> {}

/**
 * Hides bands of a spectrogram, for training. Each mask's width is drawn evenly from 0 to its limit, then its place;
 * masks may overlap. They depend on the seed and the spectrogram's id only.
 *
 * Source: Park et al., "SpecAugment", Interspeech 2019, section 2 (time warping left out)
 */
export function specAugment(spectrogram: Spectrogram, options: SpecAugmentOptions): Spectrogram {
  const read = readOptions('specAugment', schema, options)
  const { seed, timeMasks, timeWidth, frequencyMasks, frequencyWidth, fill } = read
  checkSpectrogram(spectrogram)
  const { id, frames, bins } = spectrogram
  const values = spectrogram.values.slice()
  const filling = fill === 'mean' ? mean(values) : fill
  const random = createRandom(seed, 'spec-augment', id)
  for (let mask = 0; mask < timeMasks; mask++) {
    const [start, end] = drawBand(random, frames, timeWidth)
    values.fill(filling, start * bins, end * bins)
  }
  for (let mask = 0; mask < frequencyMasks; mask++) {
    const [start, end] = drawBand(random, bins, frequencyWidth)
    for (let frame = 0; frame < frames; frame++) values.fill(filling, frame * bins + start, frame * bins + end)
  }
  return { ...spectrogram, values }
}

function drawBand(random: Random, size: number, limit: number): [start: number, end: number] {
  const width = random.integer(Math.min(limit, size) + 1)
  const start = random.integer(size - width + 1)
  return [start, start + width]
}
