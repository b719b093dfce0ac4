import { createRandom, type Random } from '@romae/internal/random'
import { mean } from '@romae/internal/statistics'
import { errors } from '../errors.ts'
import { checkOptions, isWhole, requireNumber, requireSeed } from '../options.ts'
import { checkSpectrogram, type Spectrogram } from './spectrogram.ts'

/** What {@link specAugment} hides. */
export interface SpecAugmentOptions {
  /** Any safe integer: give another one each epoch for other masks. */
  readonly seed: number
  /** Number of masks over all bins of some frames. Defaults to 1. */
  readonly timeMasks?: number
  /** The most frames that a mask may hide. Defaults to 0. */
  readonly timeWidth?: number
  /** Number of masks over some bins of all frames. Defaults to 1. */
  readonly frequencyMasks?: number
  /** The most bins that a mask may hide. Defaults to 0. */
  readonly frequencyWidth?: number
  /** What is written there: the spectrogram's mean (the default) or a number. */
  readonly fill?: 'mean' | number
}

const KEYS = ['seed', 'timeMasks', 'timeWidth', 'frequencyMasks', 'frequencyWidth', 'fill'] as const

/**
 * Hides bands of a spectrogram, for training. Each mask's width is drawn evenly from 0 to its limit, then its place;
 * masks may overlap. They depend on the seed and the spectrogram's id only.
 *
 * Source: Park et al., "SpecAugment", Interspeech 2019, section 2 (time warping left out)
 */
export function specAugment(spectrogram: Spectrogram, options: SpecAugmentOptions): Spectrogram {
  const of = 'specAugment'
  checkOptions(of, options, KEYS)
  const { seed, timeMasks = 1, timeWidth = 0, frequencyMasks = 1, frequencyWidth = 0, fill = 'mean' } = options
  requireSeed(of, seed)
  for (const [key, value] of Object.entries({ timeMasks, timeWidth, frequencyMasks, frequencyWidth })) {
    requireNumber(of, key, value, 'an integer, at least 0', isWhole)
  }
  if (fill !== 'mean' && !Number.isFinite(fill)) {
    throw errors.AUDIO_INVALID_OPTION({ of, key: 'fill', expected: '"mean" or a finite number', got: fill })
  }
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
