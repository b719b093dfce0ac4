import type { WaveformName } from '@romae/datasets'
import { number, type OptionDeclaration, type OptionSchema, type PresetName } from 'romae'
import { type InterpolationExperiment, interpolationSchema } from '../interpolation/experiment.ts'
import { shallowStacks, smokeStacks, tinyModel } from '../interpolation/models.ts'

interface SineData {
  /** What a signal of one frequency looks like; `--waveforms` says which are run. */
  readonly waveform: WaveformName
  readonly train: number
  readonly valid: number
  /** Series of each frequency. */
  readonly test: number
}

export type SineExperiment = InterpolationExperiment<SineData>

/** Appendix B.4; rate and batch, which it leaves open, are those of Table 20. */
const paper: SineExperiment = {
  data: { waveform: 'sine', train: 10_000, valid: 0, test: 200 },
  tokenizer: { standardize: 'none', timeUnit: 1 },
  model: { ...tinyModel, cls: true },
  pretraining: {
    epochs: 200,
    batchSize: 8,
    learningRate: 1e-3,
    schedule: 'cosine',
    warmupSteps: 200,
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], weightDecay: 0.01 },
    clipNorm: 1,
    maskRatio: 0.5,
    select: 'last',
    evaluateEvery: 5000,
  },
}

/** A shallow model; positions count points. */
const cpu: SineExperiment = {
  data: { ...paper.data, valid: 400, test: 50 },
  tokenizer: { standardize: 'per-channel', timeUnit: 1 / 99 },
  model: { ...paper.model, ...shallowStacks },
  pretraining: {
    ...paper.pretraining,
    epochs: 1,
    steps: 5000,
    batchSize: 32,
    select: 'best',
    evaluateEvery: 250,
  },
}

/** Seconds, not minutes. */
const smoke: SineExperiment = {
  ...cpu,
  data: { ...cpu.data, train: 300, valid: 20, test: 2 },
  model: { ...cpu.model, ...smokeStacks },
  pretraining: { ...cpu.pretraining, steps: 30, batchSize: 16, warmupSteps: 5, evaluateEvery: 30 },
}

export const sinePresets: Readonly<Record<PresetName, SineExperiment>> = { smoke, cpu, paper }

/** What `--set` may change. */
export const sineSchema: OptionSchema = interpolationSchema({
  train: number,
  valid: number,
  test: number,
} satisfies Record<Exclude<keyof SineData, 'waveform'>, OptionDeclaration>)
