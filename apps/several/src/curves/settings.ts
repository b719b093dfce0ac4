import {
  integer,
  type ModelSettings,
  type OptionDeclaration,
  type OptionSchema,
  type PresetName,
  stackSize,
} from 'romae'
import { type SeveralExperiment, severalSchema } from '../stages.ts'

/** Light curves with what is known of their places as plain data. */
export interface CurvesExperiment extends SeveralExperiment {
  readonly data: {
    /** Sources that are simulated, to train on and to test on. */
    readonly train: number
    readonly test: number
  }
  /** The stacks of the two encoders that are joined late. */
  readonly late: { readonly curve: ModelSettings['size']; readonly sheet: ModelSettings['size'] }
}

const optimizer = { kind: 'adamw', betas: [0.9, 0.95], weightDecay: 0.05 } as const

const cpu: CurvesExperiment = {
  data: { train: 6000, test: 1600 },
  model: {
    size: '64x4x4',
    decoder: '64x4x1',
    hiddenDropout: 0,
    attentionDropout: 0,
    stochasticDepth: 0,
    rotations: 'fitted',
  },
  late: { curve: '64x4x3', sheet: '64x4x1' },
  pretraining: {
    steps: 1500,
    epochs: 1,
    batchSize: 32,
    learningRate: 1e-3,
    schedule: 'cosine',
    warmupSteps: 100,
    optimizer,
    clipNorm: 1,
    maskRatio: 0.5,
    hideModality: 0.3,
  },
  finetuning: {
    steps: 1200,
    epochs: 1,
    batchSize: 32,
    learningRate: 1e-3,
    schedule: 'cosine',
    warmupSteps: 100,
    optimizer,
    clipNorm: 1,
    labelSmoothing: 0,
    dropModality: 0,
  },
}

/** Seconds, not minutes: to see that everything works. */
const smoke: CurvesExperiment = {
  ...cpu,
  data: { train: 160, test: 80 },
  model: { ...cpu.model, size: '32x2x2', decoder: '32x2x1' },
  late: { curve: '32x2x1', sheet: '32x2x1' },
  pretraining: { ...cpu.pretraining, steps: 8, warmupSteps: 2 },
  finetuning: { ...cpu.finetuning, steps: 8, warmupSteps: 2 },
}

/** Longer and larger. There is no paper of this experiment. */
const paper: CurvesExperiment = {
  ...cpu,
  data: { train: 100_000, test: 16_000 },
  model: { ...cpu.model, size: '192x4x4', decoder: '192x4x1' },
  late: { curve: '192x4x3', sheet: '192x4x1' },
  pretraining: { ...cpu.pretraining, steps: 20_000, batchSize: 128, warmupSteps: 1000 },
  finetuning: { ...cpu.finetuning, steps: 10_000, batchSize: 128, warmupSteps: 500 },
}

export const curvesPresets: Readonly<Record<PresetName, CurvesExperiment>> = { smoke, cpu, paper }

/** What `--set` may change. */
export const curvesSchema: OptionSchema = {
  data: {
    train: integer(80, 10_000_000),
    test: integer(80, 10_000_000),
  } satisfies Record<keyof CurvesExperiment['data'], OptionDeclaration>,
  late: { curve: stackSize, sheet: stackSize } satisfies Record<keyof CurvesExperiment['late'], OptionDeclaration>,
  ...severalSchema,
}
