import type { Experiment, PresetName } from 'romae'

const cpu: Experiment = {
  data: {
    pattern: null,
    rate: 16_000,
    bins: 64,
    frameLength: 25,
    frameShift: 10,
    seconds: 5,
    augment: { timeMasks: 1, timeWidth: 8, frequencyMasks: 1, frequencyWidth: 8 },
  },
  tokenizer: { patch: [16, 16], frames: null, fill: null, standardize: 'per-bin', positions: 'patches' },
  model: { size: 'tiny', decoder: 'tiny-shallow', cls: false, normalizeTargets: true },
  pretraining: { epochs: 20, batchSize: 64, learningRate: 1e-3, maskRatio: 0.75 },
  finetuning: {
    task: 'classification',
    epochs: 10,
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
  model: { ...cpu.model, size: 'tiny-shallow' },
  pretraining: { ...cpu.pretraining, epochs: 1, steps: 12 },
  finetuning: { ...cpu.finetuning, epochs: 1, steps: 12 },
}

/** Table 11 of the paper, with the input of section 5.3: 1,024 frames of 128 bins at 16 kHz, filled up with zeros. */
const paper: Experiment = {
  data: {
    ...cpu.data,
    bins: 128,
    seconds: null,
    augment: { timeMasks: 0, timeWidth: 0, frequencyMasks: 0, frequencyWidth: 0 },
  },
  tokenizer: { patch: [16, 16], frames: 1024, fill: 0, standardize: 'per-bin', positions: 'patches' },
  model: { size: 'small', decoder: 'tiny-shallow', cls: false, normalizeTargets: true },
  pretraining: {
    epochs: 150,
    batchSize: 64,
    learningRate: 5e-4,
    schedule: 'cosine',
    warmupSteps: 1000,
    optimizer: { kind: 'adamw', betas: [0.9, 0.95], weightDecay: 0.05 },
    clipNorm: 1,
    maskRatio: 0.75,
  },
  finetuning: {
    task: 'classification',
    epochs: 50,
    batchSize: 48,
    learningRate: 1e-3,
    schedule: 'cosine',
    warmupSteps: 50,
    optimizer: { kind: 'adamw', betas: [0.9, 0.99], weightDecay: 0.02 },
    clipNorm: 1,
    labelSmoothing: 0.2,
    hiddenDropout: 0,
    attentionDropout: 0,
    stochasticDepth: 0,
  },
}

export const presets: Readonly<Record<PresetName, Experiment>> = { smoke, cpu, paper }
