import { choice, number, type OptionDeclaration, type OptionSchema, type PresetName } from 'romae'
import { type InterpolationExperiment, interpolationSchema } from '../interpolation/experiment.ts'
import { shallowStacks, smokeStacks, tinyModel } from '../interpolation/models.ts'

interface SyntheticData {
  readonly train: number
  readonly valid: number
  readonly test: number
  /**
   * How many points are seen in training: `varied`, 3 to 10 drawn anew for each series and epoch, as in the test; `fixed`, what
   * the mask ratio leaves of 50, as in the reference's script, which draws that number once.
   */
  readonly seen: 'varied' | 'fixed'
}

export type SyntheticExperiment = InterpolationExperiment<SyntheticData>

/** The mask ratio that shows 10 of 50 points, the most of the test; with `varied` shorter series are shown for fewer. */
const ratio = 0.8

/** Table 20; the decoder is as large as the encoder, and there is no [CLS]. */
const paper: SyntheticExperiment = {
  data: { train: 1600, valid: 0, test: 400, seen: 'fixed' },
  tokenizer: { standardize: 'none', timeUnit: 1 },
  model: { ...tinyModel, cls: false },
  pretraining: {
    epochs: 50,
    batchSize: 8,
    learningRate: 1e-3,
    schedule: 'cosine',
    warmupSteps: 200,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.01 },
    clipNorm: 1,
    maskRatio: ratio,
    select: 'last',
    evaluateEvery: 500,
  },
}

const cpu: SyntheticExperiment = {
  data: { train: 1600, valid: 200, test: 400, seen: 'varied' },
  tokenizer: { standardize: 'per-channel', timeUnit: 0.02 },
  model: { ...paper.model, ...shallowStacks, cls: true },
  pretraining: {
    ...paper.pretraining,
    epochs: 1,
    steps: 1500,
    batchSize: 64,
    warmupSteps: 150,
    select: 'best',
    evaluateEvery: 100,
  },
}

/** Seconds, not minutes. */
const smoke: SyntheticExperiment = {
  ...cpu,
  data: { ...cpu.data, train: 200, valid: 20, test: 40 },
  model: { ...cpu.model, ...smokeStacks },
  pretraining: { ...cpu.pretraining, steps: 60, batchSize: 16, warmupSteps: 10, evaluateEvery: 30 },
}

export const syntheticPresets: Readonly<Record<PresetName, SyntheticExperiment>> = { smoke, cpu, paper }

/** What `--set` may change. */
export const syntheticSchema: OptionSchema = interpolationSchema({
  train: number,
  valid: number,
  test: number,
  seen: choice('varied', 'fixed'),
} satisfies Record<keyof SyntheticData, OptionDeclaration>)
