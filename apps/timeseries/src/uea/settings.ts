import { type Experiment, experimentKinds, type Kinds, type PresetName } from '@romae/app-common'
import { presets } from '../modality/presets.ts'
import { timeseries } from '../modality/timeseries.ts'

/** A UEA experiment as plain data; `dropped` is the fraction of time stamps dropped from every series of both splits. */
export type UeaExperiment = Experiment & { readonly data: { readonly dropped: number } }

const data = { dropped: 0.3 }

/** What `--set` may change. */
export const ueaKinds: Kinds = experimentKinds({ data: { dropped: 'number' }, tokenizer: timeseries.kinds.tokenizer })

/** Fine-tuning of the paper's Table 12: rate, batch, epochs, clip, dropout and stochastic depth, label smoothing. */
const table12: Readonly<Record<string, readonly [number, number, number, number, number, number]>> = {
  BasicMotions: [1e-2, 8, 50, 1, 0, 0],
  CharacterTrajectories: [8e-3, 16, 100, 1, 0, 0.1],
  Epilepsy: [2e-3, 16, 150, 1, 0.2, 0.2],
  Heartbeat: [2e-2, 32, 30, 2, 0, 0],
  LSST: [3e-2, 16, 15, 10, 0.2, 0.1],
}

/** The settings of one data set; null where the paper has none for it. */
export function ueaSettings(name: string, preset: PresetName): UeaExperiment | null {
  if (preset !== 'paper') return { ...presets[preset], data }
  const row = table12[name]
  if (row === undefined) return null
  const [learningRate, batchSize, epochs, clipNorm, dropout, labelSmoothing] = row
  return {
    ...presets.paper,
    data,
    finetuning: {
      ...presets.paper.finetuning,
      epochs,
      batchSize,
      learningRate,
      clipNorm,
      labelSmoothing,
      hiddenDropout: dropout,
      attentionDropout: dropout,
      stochasticDepth: dropout,
    },
  }
}
