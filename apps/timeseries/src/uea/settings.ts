import type { SizeName } from '@romae/core'
import type { Optimizer } from '@romae/engine'

/** A UEA experiment as plain data. */
export interface UeaSettings {
  readonly size: SizeName
  /** Fraction of time stamps dropped from every series of both splits. */
  readonly dropped: number
  readonly maskRatio: number
  readonly pretraining: { readonly epochs: number; readonly batchSize: number; readonly learningRate: number }
  readonly finetuning: {
    readonly epochs: number
    readonly batchSize: number
    readonly learningRate: number
    readonly optimizer: Optimizer
    readonly clipNorm: number
    readonly labelSmoothing: number
    readonly hiddenDropout: number
    readonly attentionDropout: number
    readonly stochasticDepth: number
  }
}

export const presetNames = ['smoke', 'cpu', 'paper'] as const
export type PresetName = (typeof presetNames)[number]

const adamw: Optimizer = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.05 }
const sgd: Optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 0 }

/** The same for every data set: what a set has no settings of its own for. */
const cpu: UeaSettings = {
  size: 'tiny',
  dropped: 0.3,
  maskRatio: 0.75,
  pretraining: { epochs: 200, batchSize: 40, learningRate: 5e-4 },
  finetuning: {
    epochs: 30,
    batchSize: 8,
    learningRate: 2e-4,
    optimizer: adamw,
    clipNorm: 1,
    labelSmoothing: 0.1,
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
    stochasticDepth: 0.1,
  },
}

/** Seconds, not minutes: to see that everything works. */
const smoke: UeaSettings = {
  ...cpu,
  size: 'tiny-shallow',
  pretraining: { ...cpu.pretraining, epochs: 10 },
  finetuning: { ...cpu.finetuning, epochs: 12, learningRate: 1e-3 },
}

/** Fine-tuning of the paper's Table 12: rate, batch, epochs, clip, dropout and stochastic depth, label smoothing. */
const table12: Readonly<Record<string, readonly [number, number, number, number, number, number]>> = {
  BasicMotions: [1e-2, 8, 50, 1, 0, 0],
  CharacterTrajectories: [8e-3, 16, 100, 1, 0, 0.1],
  Epilepsy: [2e-3, 16, 150, 1, 0.2, 0.2],
  Heartbeat: [2e-2, 32, 30, 2, 0, 0],
  LSST: [3e-2, 16, 15, 10, 0.2, 0.1],
}

/** The settings of one data set; null where the paper has none for it. */
export function ueaSettings(name: string, preset: PresetName): UeaSettings | null {
  if (preset === 'smoke') return smoke
  if (preset === 'cpu') return cpu
  const row = table12[name]
  if (row === undefined) return null
  const [learningRate, batchSize, epochs, clipNorm, dropout, labelSmoothing] = row
  return {
    ...cpu,
    pretraining: { epochs: 400, batchSize: 64, learningRate: 3e-4 },
    finetuning: {
      epochs,
      batchSize,
      learningRate,
      optimizer: sgd,
      clipNorm,
      labelSmoothing,
      hiddenDropout: dropout,
      attentionDropout: dropout,
      stochasticDepth: dropout,
    },
  }
}
