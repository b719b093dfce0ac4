import { integer, type OptionDeclaration, type OptionSchema, type PresetName, within } from 'romae'
import { type SeveralExperiment, severalSchema } from '../stages.ts'

/** Spoken and drawn digits as plain data. */
export interface DigitsExperiment extends SeveralExperiment {
  readonly data: {
    /** Recordings that are trained on, and tested on, at most. */
    readonly train: number
    readonly test: number
    /** The part of the training samples of which fine-tuning has the labels. */
    readonly labels: number
    /** Mel bins of a spectrogram of 64 frames. */
    readonly bins: number
  }
}

const optimizer = { kind: 'adamw', betas: [0.9, 0.95], weightDecay: 0.05 } as const

const cpu: DigitsExperiment = {
  data: { train: 3000, test: 300, labels: 0.1, bins: 32 },
  model: {
    size: '96x4x4',
    decoder: '96x4x2',
    hiddenDropout: 0.1,
    attentionDropout: 0,
    stochasticDepth: 0,
  },
  pretraining: {
    steps: 6000,
    epochs: 1,
    batchSize: 32,
    learningRate: 1e-3,
    schedule: 'cosine',
    warmupSteps: 200,
    optimizer,
    clipNorm: 1,
    maskRatio: 0.6,
    hideModality: 0.4,
  },
  finetuning: {
    steps: 800,
    epochs: 1,
    batchSize: 32,
    learningRate: 5e-4,
    schedule: 'cosine',
    warmupSteps: 50,
    optimizer,
    clipNorm: 1,
    labelSmoothing: 0.1,
    dropModality: 0.4,
  },
}

/** Seconds, not minutes: to see that everything works. */
const smoke: DigitsExperiment = {
  data: { ...cpu.data, train: 300, test: 60, labels: 0.5 },
  model: { ...cpu.model, size: '48x2x2', decoder: '48x2x1' },
  pretraining: { ...cpu.pretraining, steps: 30, warmupSteps: 5 },
  finetuning: { ...cpu.finetuning, steps: 30, warmupSteps: 5 },
}

/** Longer and larger. There is no paper of this experiment. */
const paper: DigitsExperiment = {
  ...cpu,
  model: { ...cpu.model, size: 'tiny', decoder: 'tiny-shallow' },
  pretraining: { ...cpu.pretraining, steps: 20_000, warmupSteps: 1000 },
}

export const digitsPresets: Readonly<Record<PresetName, DigitsExperiment>> = { smoke, cpu, paper }

/** What `--set` may change. */
export const digitsSchema: OptionSchema = {
  data: {
    train: integer(10, 100_000),
    test: integer(10, 100_000),
    labels: within(0.001, 1),
    bins: integer(16, 128),
  } satisfies Record<keyof DigitsExperiment['data'], OptionDeclaration>,
  ...severalSchema,
}
