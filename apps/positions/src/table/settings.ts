import type { PresetName } from 'romae'
import type { PositionExperiment } from '../series/position-trial.ts'

/** Widths as the paper's Table 1 names them. Depth, heads and MLP are those of `tiny` throughout, as in the reference's script. */
const widths = { tiny: 180, small: 432, base: 720 } as const
export type SizeName = keyof typeof widths
export const sizeNames = Object.keys(widths) as SizeName[]

/** The sizes that a preset runs unless others are named. */
export const presetSizes: Readonly<Record<PresetName, readonly SizeName[]>> = {
  smoke: ['tiny'],
  cpu: ['tiny', 'small'],
  paper: ['tiny', 'small', 'base'],
}

/** Appendix D, Table 17, and the range of the reference's script: the paper prints U(0, 50), the variance it prints is U(1, 50)'s. */
const paper: PositionExperiment = {
  data: { train: 20_000, test: 4_000, tokens: 10, low: 1, high: 50, scaleTargets: false },
  model: { dModel: widths.tiny, heads: 3, depth: 12, feedForward: 720, cls: true, ropeFraction: 0.75 },
  training: {
    epochs: 10,
    batchSize: 64,
    learningRate: 5e-4,
    schedule: 'cosine',
    warmupSteps: 625,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.01 },
    clipNorm: null,
  },
}

/** The same data and models; targets of unit variance, fewer and smaller steps. */
const cpu: PositionExperiment = {
  ...paper,
  data: { ...paper.data, scaleTargets: true },
  training: {
    ...paper.training,
    epochs: 1,
    batchSize: 32,
    warmupSteps: 100,
    optimizer: { kind: 'adamw', betas: [0.9, 0.95], weightDecay: 0 },
    clipNorm: 1,
  },
}

/** Wider models need more and smaller steps. */
const cpuSteps = {
  tiny: { steps: 600, learningRate: 1e-3 },
  small: { steps: 1000, learningRate: 5e-4 },
  base: { steps: 1500, learningRate: 3e-4 },
} as const satisfies Readonly<Record<SizeName, object>>

/** Without [CLS] there is nothing to be learned but the mean, which fewer steps show. */
const stepsWithoutCls: Readonly<Partial<Record<PresetName, number>>> = { smoke: 40, cpu: 150 }

/** Seconds, not minutes: a shallow model that sees that something is to be learned. */
const smoke: PositionExperiment = {
  ...cpu,
  data: { ...cpu.data, train: 2_000, test: 200 },
  model: { ...cpu.model, depth: 2 },
  training: { ...cpu.training, steps: 80, batchSize: 64, learningRate: 1e-3, warmupSteps: 10 },
}

const presets: Readonly<Record<PresetName, PositionExperiment>> = { smoke, cpu, paper }

/** The settings of one row of Table 1. */
export function tableSettings(preset: PresetName, size: SizeName, cls: boolean): PositionExperiment {
  const { model, data, ...rest } = presets[preset]
  const training = preset === 'cpu' ? { ...rest.training, ...cpuSteps[size] } : rest.training
  const steps = cls ? undefined : stepsWithoutCls[preset]
  return {
    data,
    model: { ...model, dModel: widths[size], cls },
    training: steps === undefined ? training : { ...training, steps },
  }
}
