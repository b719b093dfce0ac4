import { MISSING_TEXTS } from '@romae/timeseries'
import type { Experiment, PresetName } from 'romae'

/** What files leave open: every column of numbers but time, id and label is a channel; what is missing as in the library. */
const defaultData = {
  time: null,
  id: null,
  label: null,
  channel: null,
  value: null,
  ignore: null,
  unit: null,
  allowMissingChannels: false,
  missing: MISSING_TEXTS,
  delimiter: null,
  decimal: null,
  augment: { dropTimes: 0 },
} as const

const cpu: Experiment = {
  data: defaultData,
  tokenizer: {
    kind: 'timesteps',
    missing: 'interpolate',
    standardize: 'per-channel',
    transform: 'none',
    relativeValues: false,
    timeUnit: null,
    maxLength: null,
  },
  model: { size: 'tiny' },
  pretraining: { epochs: 200, batchSize: 40, learningRate: 5e-4, maskRatio: 0.75 },
  finetuning: {
    task: 'auto',
    epochs: 30,
    batchSize: 8,
    learningRate: 2e-4,
    clipNorm: 1,
    labelSmoothing: 0.1,
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
    stochasticDepth: 0.1,
  },
}

/** Seconds, not minutes: to see that everything works. */
const smoke: Experiment = {
  ...cpu,
  model: { size: 'tiny-shallow' },
  pretraining: { ...cpu.pretraining, epochs: 10 },
  finetuning: { ...cpu.finetuning, epochs: 12, learningRate: 1e-3 },
}

/** Tables 12 and 13 of the paper, with the fine-tuning of the first data set there for those that it does not list. */
const paper: Experiment = {
  ...cpu,
  pretraining: { ...cpu.pretraining, epochs: 400, batchSize: 64, learningRate: 3e-4 },
  finetuning: {
    ...cpu.finetuning,
    epochs: 50,
    batchSize: 8,
    learningRate: 1e-2,
    optimizer: { kind: 'sgd', momentum: 0.9, weightDecay: 0 },
    clipNorm: 1,
    labelSmoothing: 0,
    hiddenDropout: 0,
    attentionDropout: 0,
    stochasticDepth: 0,
  },
}

export const presets: Readonly<Record<PresetName, Experiment>> = { smoke, cpu, paper }
