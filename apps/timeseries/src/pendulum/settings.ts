import {
  choice,
  type DropoutSettings,
  flag,
  number,
  type OptionDeclaration,
  type OptionSchema,
  type PresetName,
  type TrainingSettings,
  trainingSchema,
} from 'romae'
import type { PendulumData } from './frames.ts'

/** The pendulum experiment as plain data. */
export interface PendulumExperiment {
  readonly data: PendulumData & {
    /** `training`: pixels of mean 0 and variance 1 over the training films; `reference`: its script's, about 128 times as large. */
    readonly scale: 'training' | 'reference'
    /** Whether each training film is there a second time, mirrored. */
    readonly mirror: boolean
  }
  readonly model: {
    readonly dModel: number
    readonly heads: number
    readonly depth: number
    readonly feedForward: number
    /** `frame`: one linear head for all frames; `cls`: one on [CLS] for all numbers of a film, as in the reference. */
    readonly head: 'frame' | 'cls'
  } & DropoutSettings
  readonly training: TrainingSettings & {
    /** The model that is measured: of the last step, or of the epoch that did best on the validation films. */
    readonly select: 'last' | 'best'
  }
}

/** Tables 14 and 15, with the scale and the head of the reference's script. */
const paper: PendulumExperiment = {
  data: { train: 2000, valid: 1000, test: 1000, scale: 'reference', mirror: false },
  model: {
    dModel: 60,
    heads: 2,
    depth: 2,
    feedForward: 30,
    head: 'cls',
    hiddenDropout: 0,
    attentionDropout: 0,
    stochasticDepth: 0,
  },
  training: {
    epochs: 50,
    batchSize: 16,
    learningRate: 3e-4,
    schedule: 'cosine',
    warmupSteps: 1000,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.01 },
    clipNorm: null,
    select: 'last',
  },
}

const cpu: PendulumExperiment = {
  data: { ...paper.data, scale: 'training', mirror: true },
  model: {
    dModel: 120,
    heads: 4,
    depth: 4,
    feedForward: 480,
    head: 'frame',
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
    stochasticDepth: 0.1,
  },
  training: {
    epochs: 30,
    batchSize: 32,
    learningRate: 1e-3,
    schedule: 'cosine',
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.05 },
    clipNorm: 1,
    select: 'best',
  },
}

/** Seconds, not minutes. */
const smoke: PendulumExperiment = {
  ...cpu,
  data: { ...cpu.data, train: 100, valid: 20, test: 50 },
  model: { ...cpu.model, dModel: 60, heads: 2, depth: 2, feedForward: 120 },
  training: { ...cpu.training, epochs: 8, batchSize: 16 },
}

export const pendulumPresets: Readonly<Record<PresetName, PendulumExperiment>> = { smoke, cpu, paper }

/** What `--set` may change. */
export const pendulumSchema: OptionSchema = {
  data: {
    train: number,
    valid: number,
    test: number,
    scale: choice('training', 'reference'),
    mirror: flag,
  } satisfies Record<keyof PendulumExperiment['data'], OptionDeclaration>,
  model: {
    dModel: number,
    heads: number,
    depth: number,
    feedForward: number,
    head: choice('frame', 'cls'),
    hiddenDropout: number,
    attentionDropout: number,
    stochasticDepth: number,
  } satisfies Record<keyof PendulumExperiment['model'], OptionDeclaration>,
  training: { ...trainingSchema, select: choice('last', 'best') },
}
