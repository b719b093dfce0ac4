import type { SuggestedSettings } from '@romae/tokenizer/modality'

const cpu: SuggestedSettings = {
  model: { decoder: 'tiny-shallow', cls: false, normalizeTargets: true },
  pretraining: { epochs: 20, batchSize: 64, learningRate: 1e-3 },
  finetuning: {
    task: 'classification',
    epochs: 10,
    batchSize: 32,
    learningRate: 5e-4,
    // Gradients are not clipped.
    clipNorm: undefined,
    hiddenDropout: 0,
    attentionDropout: 0,
  },
}

/** Seconds, not minutes: to see that everything works. */
const smoke: SuggestedSettings = {
  pretraining: { epochs: 1, steps: 12 },
  finetuning: { epochs: 1, steps: 12, learningRate: 5e-4 },
}

/** Table 11 of the paper, with the input of section 5.3: 1,024 frames of 128 bins at 16 kHz, filled up with zeros. */
const paper: SuggestedSettings = {
  data: {
    bins: 128,
    seconds: null,
    augment: { timeMasks: 0, timeWidth: 0, frequencyMasks: 0, frequencyWidth: 0 },
  },
  tokenizer: { frames: 1024, fill: 0 },
  model: { size: 'small' },
  pretraining: {
    epochs: 150,
    batchSize: 64,
    learningRate: 5e-4,
    schedule: 'cosine',
    warmupSteps: 1000,
    optimizer: { kind: 'adamw', betas: [0.9, 0.95], weightDecay: 0.05 },
    clipNorm: 1,
  },
  finetuning: {
    epochs: 50,
    batchSize: 48,
    learningRate: 1e-3,
    schedule: 'cosine',
    warmupSteps: 50,
    optimizer: { kind: 'adamw', betas: [0.9, 0.99], weightDecay: 0.02 },
    clipNorm: 1,
    labelSmoothing: 0.2,
    stochasticDepth: 0,
  },
}

export const suggests: Readonly<Record<'smoke' | 'cpu' | 'paper', SuggestedSettings>> = { smoke, cpu, paper }
