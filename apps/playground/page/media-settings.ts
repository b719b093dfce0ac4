import { audio } from '@romae/audio/modality'
import { image } from '@romae/image/browser'
import type { AnyModality } from '@romae/tokenizer/modality'
import type { MediaKind } from './media-kind.ts'

/** How pictures and sounds are read and learned here: small, so that a tab has something to show in a minute. */
interface MediaSettings {
  readonly modality: AnyModality
  readonly data: Readonly<Record<string, unknown>>
  readonly tokenizer: Readonly<Record<string, unknown>>
}

const images: MediaSettings = {
  modality: image,
  data: {
    size: 32,
    channels: 3,
    file: 'file',
    label: null,
    // Crops help a training that is longer than one in a tab.
    augment: { flip: true, leastArea: 1, operations: 0, magnitude: 9 },
  },
  tokenizer: { patch: 8, normalize: 'fitted', positions: 'patch' },
}

const sounds: MediaSettings = {
  modality: audio,
  data: {
    pattern: null,
    rate: 16_000,
    bins: 64,
    frameLength: 25,
    frameShift: 10,
    seconds: 2,
    augment: { timeMasks: 1, timeWidth: 8, frequencyMasks: 1, frequencyWidth: 8 },
  },
  tokenizer: { patch: [16, 16], frames: null, fill: null, standardize: 'per-bin', positions: 'patches' },
}

export const mediaSettings: Readonly<Record<MediaKind, MediaSettings>> = { image: images, audio: sounds }

/** Of the encoder, as its size says. */
export const encoder = { dModel: 96, heads: 4, depth: 3 } as const

/** The model and its training, by the names that `romae finetune` has for them. */
export const learning = {
  model: { size: '96x4x3', cls: false },
  finetuning: {
    // Most of what a tab learns in a minute, it learns while the rate falls.
    steps: 400,
    warmupSteps: 20,
    batchSize: 32,
    learningRate: 2e-3,
    labelSmoothing: 0.1,
    stochasticDepth: 0,
  },
} as const
