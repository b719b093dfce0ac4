import type { SizeName } from '@romae/core'
import {
  choice,
  type Experiment,
  experimentSchema,
  number,
  type OptionDeclaration,
  type OptionSchema,
  optional,
  type PresetName,
} from 'romae'

/** Which light curves, and what of them. */
export interface ElasticcData {
  /** Which of the five divisions into training and validation. */
  readonly fold: number
  /** All observations, or those that ATAT sees: from 30 days before the first alert to the last detection. */
  readonly photometry: 'all' | 'alert'
  /** As measured, or compressed as in asinh magnitudes. */
  readonly flux: 'raw' | 'asinh'
  /** At most so many training curves of each class, chosen at random; null for all. */
  readonly train: number | null
  /** The same of the validation curves; 0 for none. */
  readonly valid: number
  /** The same of the test curves, for quick runs. */
  readonly test: number | null
}

/** An ELAsTiCC experiment as plain data. */
export interface ElasticcExperiment extends Experiment {
  readonly data: Readonly<Record<string, unknown>> & ElasticcData
  readonly finetuning: Experiment['finetuning'] & {
    /** `balanced`: every class counts the same over the training curves; `reference`: the weights of its settings. */
    readonly classWeights: 'none' | 'balanced' | 'reference'
    /** The model that is measured: of the last step, or of the evaluation with the best macro F1 on validation curves. */
    readonly select: 'last' | 'best'
    /** Steps between evaluations on the validation curves. */
    readonly evaluateEvery: number
  }
}

/** Of Table 4. */
export const elasticcSizes = ['tiny-shallow', 'tiny'] as const satisfies readonly SizeName[]
export type ElasticcSize = (typeof elasticcSizes)[number]

/** The rows that are run without being asked for. */
export const presetSizes: Readonly<Record<PresetName, readonly ElasticcSize[]>> = {
  smoke: ['tiny-shallow'],
  cpu: ['tiny-shallow'],
  paper: elasticcSizes,
}

/** Table 18; fold, raw values and class weights are those of the reference's script. Batches are computed in parts of 64. */
const paper: ElasticcExperiment = {
  data: { fold: 0, photometry: 'all', flux: 'raw', train: null, valid: 0, test: null },
  tokenizer: { standardize: 'none', timeUnit: 1 },
  model: { size: 'tiny-shallow', decoder: 'tiny-shallow', cls: true, ropeFraction: 0.75 },
  pretraining: {
    epochs: 200,
    batchSize: 16_384,
    gradientAccumulationSteps: 256,
    prefetch: 1,
    learningRate: 6.4e-3,
    schedule: 'cosine',
    warmupSteps: 2000,
    optimizer: { kind: 'adamw', betas: [0.9, 0.95], weightDecay: 0.05 },
    clipNorm: 10,
    maskRatio: 0.75,
  },
  finetuning: {
    task: 'classification',
    epochs: 25,
    batchSize: 4096,
    gradientAccumulationSteps: 64,
    prefetch: 1,
    learningRate: 8e-4,
    schedule: 'cosine',
    warmupSteps: 2000,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.05 },
    clipNorm: 10,
    labelSmoothing: 0,
    hiddenDropout: 0.2,
    attentionDropout: 0.2,
    stochasticDepth: 0.2,
    classWeights: 'reference',
    select: 'last',
    evaluateEvery: 500,
  },
}

/** A part of the curves, of each class as many where there are; compressed fluxes of unit variance. */
const cpu: ElasticcExperiment = {
  ...paper,
  data: { ...paper.data, flux: 'asinh', train: 2000, valid: 50 },
  tokenizer: { standardize: 'per-channel', timeUnit: 1 },
  pretraining: {
    ...paper.pretraining,
    epochs: 1,
    steps: 1000,
    batchSize: 64,
    gradientAccumulationSteps: 1,
    prefetch: 4,
    learningRate: 1e-3,
    warmupSteps: 100,
    clipNorm: 1,
  },
  finetuning: {
    ...paper.finetuning,
    epochs: 1,
    steps: 1600,
    batchSize: 64,
    gradientAccumulationSteps: 1,
    prefetch: 4,
    learningRate: 1e-3,
    warmupSteps: 160,
    clipNorm: 1,
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
    stochasticDepth: 0.1,
    classWeights: 'balanced',
    select: 'best',
    evaluateEvery: 200,
  },
}

/** Seconds, not minutes. */
const smoke: ElasticcExperiment = {
  ...cpu,
  data: { ...cpu.data, train: 40, valid: 5, test: 10 },
  pretraining: { ...cpu.pretraining, steps: 10, batchSize: 16, warmupSteps: 2 },
  finetuning: { ...cpu.finetuning, steps: 30, batchSize: 16, warmupSteps: 3, evaluateEvery: 15 },
}

export const elasticcPresets: Readonly<Record<PresetName, ElasticcExperiment>> = { smoke, cpu, paper }

const kinds = experimentSchema({
  data: {
    fold: number,
    photometry: choice('all', 'alert'),
    flux: choice('raw', 'asinh'),
    train: optional(number),
    valid: number,
    test: optional(number),
  } satisfies Record<keyof ElasticcData, OptionDeclaration>,
  tokenizer: { standardize: choice('none', 'per-channel'), timeUnit: number },
})

/** What `--set` may change; `--sizes` says which model, and the task is always classification. */
export const elasticcSchema: OptionSchema = {
  ...kinds,
  model: without(kinds.model as OptionSchema, 'size'),
  finetuning: {
    ...without(kinds.finetuning as OptionSchema, 'task'),
    classWeights: choice('none', 'balanced', 'reference'),
    select: choice('last', 'best'),
    evaluateEvery: number,
  },
}

function without(all: OptionSchema, key: string): OptionSchema {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== key))
}
