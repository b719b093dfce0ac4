import { number, type OptionDeclaration, type OptionSchema, type PresetName } from 'romae'
import { type InterpolationExperiment, interpolationSchema } from '../interpolation/experiment.ts'
import { smokeStacks, tinyModel } from '../interpolation/models.ts'

interface SpiralData {
  readonly train: number
  /** None in the reference: further spirals, for choosing a model. */
  readonly valid: number
  readonly test: number
}

export type SpiralExperiment = InterpolationExperiment<SpiralData>

/** Between two points. */
const step = (6 * Math.PI) / 149

/** Table 19; the decoder is as large as the encoder, as the reference's checkpoints have it. */
const paper: SpiralExperiment = {
  data: { train: 200, valid: 0, test: 1000 },
  tokenizer: { standardize: 'none', timeUnit: 1 },
  model: { ...tinyModel, cls: false },
  pretraining: {
    epochs: 500,
    batchSize: 32,
    learningRate: 3e-4,
    schedule: 'cosine',
    warmupSteps: 2000,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.01 },
    clipNorm: 1,
    maskRatio: 0.6,
    select: 'last',
    evaluateEvery: 500,
  },
}

/**
 * A narrow model with a shallow encoder and a deeper decoder: in the same time it came closer than tiny-shallow stacks, on
 * another seed. Masked points are told apart by rotations alone, so that each layer of the decoder adds to what can be told
 * of time.
 */
const cpu: SpiralExperiment = {
  data: { ...paper.data, valid: 100 },
  tokenizer: { standardize: 'per-channel', timeUnit: step },
  model: {
    ...paper.model,
    encoder: { dModel: 96, heads: 4, depth: 2 },
    decoder: { dModel: 96, heads: 4, depth: 6 },
    cls: true,
  },
  pretraining: {
    ...paper.pretraining,
    epochs: 1,
    steps: 28_000,
    batchSize: 8,
    learningRate: 1e-3,
    warmupSteps: 500,
    select: 'best',
    evaluateEvery: 1000,
  },
}

/** Seconds, not minutes. */
const smoke: SpiralExperiment = {
  ...cpu,
  data: { train: 64, valid: 16, test: 200 },
  model: { ...cpu.model, ...smokeStacks },
  pretraining: { ...cpu.pretraining, steps: 40, batchSize: 16, warmupSteps: 10, evaluateEvery: 40 },
}

export const spiralPresets: Readonly<Record<PresetName, SpiralExperiment>> = { smoke, cpu, paper }

/** What `--set` may change. */
export const spiralSchema: OptionSchema = interpolationSchema({
  train: number,
  valid: number,
  test: number,
} satisfies Record<keyof SpiralData, OptionDeclaration>)
