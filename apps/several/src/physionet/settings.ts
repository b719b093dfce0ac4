import { integer, type OptionDeclaration, type OptionSchema, optional, type PresetName, within } from 'romae'
import { type SeveralExperiment, severalSchema } from '../stages.ts'

/** Intensive care with descriptors as plain data. */
export interface MortalityExperiment extends SeveralExperiment {
  readonly data: {
    /** A span, of which there is the mean of each variable. */
    readonly hours: number
    /** The part of a test stay’s spans that is hidden, to be told from the others. */
    readonly hidden: number
    /** At most so many stays, for quick runs; null for all. */
    readonly stays: number | null
  }
  readonly finetuning: SeveralExperiment['finetuning'] & {
    /** Steps between evaluations on the validation stays, of which the best gives the model. */
    readonly evaluateEvery: number
  }
}

const optimizer = { kind: 'adamw', betas: [0.9, 0.95], weightDecay: 0.05 } as const

const cpu: MortalityExperiment = {
  data: { hours: 4, hidden: 0.5, stays: null },
  model: {
    size: '64x4x3',
    decoder: '64x4x1',
    hiddenDropout: 0.3,
    attentionDropout: 0,
    stochasticDepth: 0,
    rotations: 'fitted',
  },
  pretraining: {
    steps: 2000,
    epochs: 1,
    batchSize: 32,
    learningRate: 2e-3,
    schedule: 'cosine',
    warmupSteps: 100,
    optimizer,
    clipNorm: 1,
    maskRatio: 0.5,
    hideModality: 0.2,
  },
  finetuning: {
    steps: 480,
    epochs: 1,
    batchSize: 32,
    learningRate: 5e-4,
    schedule: 'cosine',
    warmupSteps: 50,
    optimizer,
    clipNorm: 1,
    labelSmoothing: 0,
    dropModality: 0.1,
    evaluateEvery: 60,
  },
}

/** Seconds, not minutes: to see that everything works. */
const smoke: MortalityExperiment = {
  ...cpu,
  data: { ...cpu.data, stays: 200 },
  model: { ...cpu.model, size: '48x2x1', decoder: '48x2x1' },
  pretraining: { ...cpu.pretraining, steps: 10, warmupSteps: 2 },
  finetuning: { ...cpu.finetuning, steps: 10, warmupSteps: 2, evaluateEvery: 5 },
}

/** Longer and larger, of hourly values. There is no paper of this experiment. */
const paper: MortalityExperiment = {
  ...cpu,
  data: { ...cpu.data, hours: 1 },
  model: { ...cpu.model, size: 'tiny', decoder: 'tiny-shallow' },
  pretraining: { ...cpu.pretraining, steps: 20_000, warmupSteps: 1000, learningRate: 1e-3 },
}

export const mortalityPresets: Readonly<Record<PresetName, MortalityExperiment>> = { smoke, cpu, paper }

/** What `--set` may change. */
export const mortalitySchema: OptionSchema = {
  data: {
    hours: integer(1, 24),
    hidden: within(0.01, 0.99),
    stays: optional(integer(20, 100_000)),
  } satisfies Record<keyof MortalityExperiment['data'], OptionDeclaration>,
  ...severalSchema,
  finetuning: { ...severalSchema.finetuning, evaluateEvery: integer(1, 1_000_000) },
}
