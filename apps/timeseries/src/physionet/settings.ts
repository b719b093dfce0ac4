import { number, type OptionDeclaration, type OptionSchema, optional, type PresetName } from 'romae'
import { type InterpolationExperiment, interpolationSchema } from '../interpolation/experiment.ts'
import { shallowStacks, tinyModel } from '../interpolation/models.ts'

interface PhysioNetData {
  /** The fraction of all stays that is for testing. */
  readonly test: number
  /** The fraction of the rest that is for choosing a model. */
  readonly valid: number
  /** The fraction of each test stay's time stamps that is hidden. */
  readonly hidden: number
  /** At most so many stays, for quick runs; null for all. */
  readonly stays: number | null
}

export type PhysioNetExperiment = InterpolationExperiment<PhysioNetData>

/** Table 21, with times from 0 to 1 as the reference has them. */
const paper: PhysioNetExperiment = {
  data: { test: 0.2, valid: 0, hidden: 0.5, stays: null },
  // Values are standardised with the splits: some stays' training part may lack a variable, which a fitted tokenizer refuses.
  tokenizer: { standardize: 'none', timeUnit: 2880 },
  model: { ...tinyModel, cls: true },
  pretraining: {
    epochs: 200,
    batchSize: 16,
    learningRate: 1e-4,
    schedule: 'cosine',
    warmupSteps: 100,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.01 },
    clipNorm: 1,
    maskRatio: 0.5,
    select: 'last',
    evaluateEvery: 1000,
  },
}

/** A shallow model; a position is an hour. What is hidden in training is what the test hides: all values of a time stamp. */
const cpu: PhysioNetExperiment = {
  data: { ...paper.data, valid: 0.1 },
  tokenizer: { ...paper.tokenizer, timeUnit: 60 },
  model: { ...paper.model, ...shallowStacks, hiddenDropout: 0.1 },
  pretraining: {
    ...paper.pretraining,
    maskTogether: 'time',
    epochs: 1,
    steps: 800,
    learningRate: 1e-3,
    warmupSteps: 100,
    select: 'best',
    evaluateEvery: 200,
  },
}

/** Seconds, not minutes: some of the stays. */
const smoke: PhysioNetExperiment = {
  ...cpu,
  data: { ...cpu.data, stays: 40 },
  pretraining: { ...cpu.pretraining, steps: 10, batchSize: 4, warmupSteps: 2, evaluateEvery: 10 },
}

export const physioNetPresets: Readonly<Record<PresetName, PhysioNetExperiment>> = { smoke, cpu, paper }

/** What `--set` may change. */
export const physioNetSchema: OptionSchema = interpolationSchema({
  test: number,
  valid: number,
  hidden: number,
  stays: optional(number),
} satisfies Record<keyof PhysioNetData, OptionDeclaration>)
