import type { SuggestedSettings } from '@romae/tokenizer/modality'

const cpu: SuggestedSettings = {
  model: { decoder: 'tiny-shallow', cls: false, normalizeTargets: true },
  pretraining: { epochs: 60, batchSize: 64, learningRate: 1e-3 },
  finetuning: {
    task: 'classification',
    epochs: 20,
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
  data: { size: 32 },
  pretraining: { epochs: 1, steps: 12 },
  finetuning: { epochs: 1, steps: 12, learningRate: 5e-4 },
}

/** Table 10 of the paper, with the input of section 5.2: Tiny ImageNet, 64 × 64 resized to 224 × 224. */
const paper: SuggestedSettings = {
  data: { size: 224, augment: { flip: false, leastArea: 1, operations: 2, magnitude: 9 } },
  tokenizer: { patch: 16, normalize: 'imagenet' },
  model: { size: 'small' },
  pretraining: {
    epochs: 200,
    batchSize: 1024,
    learningRate: 2e-4,
    schedule: 'cosine',
    warmupSteps: 2000,
    optimizer: { kind: 'adamw', betas: [0.9, 0.95], weightDecay: 0.05 },
    clipNorm: 1,
  },
  finetuning: {
    epochs: 15,
    batchSize: 1024,
    learningRate: 1e-3,
    schedule: 'cosine',
    warmupSteps: 500,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.05 },
    clipNorm: 1,
    stochasticDepth: 0,
  },
}

export const suggests: Readonly<Record<'smoke' | 'cpu' | 'paper', SuggestedSettings>> = { smoke, cpu, paper }
