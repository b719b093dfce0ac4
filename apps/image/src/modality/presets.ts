import type { Experiment, PresetName } from 'romae'

const cpu: Experiment = {
  data: {
    size: 64,
    channels: 3,
    file: 'file',
    label: null,
    augment: { flip: true, leastArea: 0.6, operations: 0, magnitude: 9 },
  },
  tokenizer: { patch: 8, normalize: 'fitted', positions: 'patch' },
  model: { size: 'tiny', decoder: 'tiny-shallow', cls: false, normalizeTargets: true },
  pretraining: { epochs: 60, batchSize: 64, learningRate: 1e-3, maskRatio: 0.75 },
  finetuning: {
    task: 'classification',
    epochs: 20,
    batchSize: 32,
    learningRate: 5e-4,
    labelSmoothing: 0.1,
    hiddenDropout: 0,
    attentionDropout: 0,
    stochasticDepth: 0.1,
  },
}

/** Seconds, not minutes: to see that everything works. */
const smoke: Experiment = {
  ...cpu,
  data: { ...cpu.data, size: 32 },
  model: { ...cpu.model, size: 'tiny-shallow' },
  pretraining: { ...cpu.pretraining, epochs: 1, steps: 12 },
  finetuning: { ...cpu.finetuning, epochs: 1, steps: 12 },
}

/** Table 10 of the paper, with the input of section 5.2: Tiny ImageNet, 64 × 64 resized to 224 × 224. */
const paper: Experiment = {
  data: { ...cpu.data, size: 224, augment: { flip: false, leastArea: 1, operations: 2, magnitude: 9 } },
  tokenizer: { patch: 16, normalize: 'imagenet', positions: 'patch' },
  model: { size: 'small', decoder: 'tiny-shallow', cls: false, normalizeTargets: true },
  pretraining: {
    epochs: 200,
    batchSize: 1024,
    learningRate: 2e-4,
    schedule: 'cosine',
    warmupSteps: 2000,
    optimizer: { kind: 'adamw', betas: [0.9, 0.95], weightDecay: 0.05 },
    clipNorm: 1,
    maskRatio: 0.75,
  },
  finetuning: {
    task: 'classification',
    epochs: 15,
    batchSize: 1024,
    learningRate: 1e-3,
    schedule: 'cosine',
    warmupSteps: 500,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.05 },
    clipNorm: 1,
    labelSmoothing: 0.1,
    hiddenDropout: 0,
    attentionDropout: 0,
    stochasticDepth: 0,
  },
}

export const presets: Readonly<Record<PresetName, Experiment>> = { smoke, cpu, paper }
