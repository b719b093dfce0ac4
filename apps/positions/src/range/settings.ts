import type { PresetName } from 'romae'
import type { PositionExperiment } from '../series/position-trial.ts'

export const rangeNames = ['100', '1000'] as const
export type RangeName = (typeof rangeNames)[number]

/** Appendix B.1 and Table 16, with the warm-up of the reference's script. */
const paper: PositionExperiment = {
  data: { train: 20_000, test: 500, tokens: 1, low: 0, high: 100, scaleTargets: false },
  model: { dModel: 960, heads: 3, depth: 12, feedForward: 720, cls: true, ropeFraction: 0.75 },
  training: {
    epochs: 10,
    batchSize: 64,
    learningRate: 5e-6,
    schedule: 'cosine',
    warmupSteps: 625,
    optimizer: { kind: 'sgd', momentum: 0.9, weightDecay: 0 },
    clipNorm: null,
  },
}

/** Table 16's rates. */
const paperRates: Readonly<Record<RangeName, number>> = { 100: 5e-6, 1000: 5e-7 }

/** A narrower model, AdamW and targets of unit variance. */
const cpu: PositionExperiment = {
  data: { ...paper.data, scaleTargets: true },
  model: { ...paper.model, dModel: 180 },
  training: {
    ...paper.training,
    epochs: 1,
    steps: 2500,
    batchSize: 256,
    learningRate: 1e-3,
    warmupSteps: 200,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0 },
    clipNorm: 1,
  },
}

/** Seconds, not minutes. */
const smoke: PositionExperiment = {
  ...cpu,
  data: { ...cpu.data, train: 2_000 },
  model: { ...cpu.model, depth: 2 },
  training: { ...cpu.training, steps: 60, batchSize: 64, warmupSteps: 10 },
}

/** The settings of one curve of Fig. 2. */
export function rangeSettings(preset: PresetName, range: RangeName): PositionExperiment {
  const { data, model, training } = { smoke, cpu, paper }[preset]
  return {
    data: { ...data, high: Number(range) },
    model,
    training: preset === 'paper' ? { ...training, learningRate: paperRates[range] } : training,
  }
}
