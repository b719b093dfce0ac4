import { type Experiment, experimentSchema, integer, type OptionSchema, type PresetName } from 'romae'
import type { AnomalySet } from './data-sets.ts'

/** How anomalies are looked for, and the model, as plain data. */
export interface AnomalyExperiment extends Pick<Experiment, 'model' | 'pretraining'> {
  readonly data: {
    /** Steps that the model sees at once. */
    readonly window: number
    /** Steps from one training window's start to the next. */
    readonly stride: number
    readonly rounds: number
  }
}

const { model, pretraining } = experimentSchema({ data: {}, tokenizer: {} })

/** What `--set` may change. */
export const anomalySchema: OptionSchema = {
  data: {
    window: integer(2, 10_000),
    stride: integer(1, 10_000),
    rounds: integer(1, 1000),
  } satisfies Record<keyof AnomalyExperiment['data'], OptionSchema[string]>,
  model: model!,
  pretraining: pretraining!,
}

/** Of what repeats itself two thirds of a period or a little more; of the weather a month. */
const windows: Readonly<Record<AnomalySet, number>> = { 'internal-bleeding': 128, ecg: 128, weather: 32 }

/** What `romae impute` trains without an estimate, on a fifth of hidden values; nothing is chosen. */
export function anomalySettings(name: AnomalySet, preset: Exclude<PresetName, 'paper'>): AnomalyExperiment {
  const window = windows[name]
  const cpu: AnomalyExperiment = {
    data: { window, stride: window / 16, rounds: 4 },
    model: { size: '64x2x2', decoder: '64x2x1', channels: 'embedding', rotations: 'fitted' },
    pretraining: { epochs: 1, steps: 800, batchSize: 32, learningRate: 4e-3, maskRatio: 0.2 },
  }
  if (preset === 'cpu') return cpu
  return {
    data: { ...cpu.data, rounds: 1 },
    model: { ...cpu.model, size: '16x2x1', decoder: '16x2x1' },
    pretraining: { ...cpu.pretraining, steps: 20, batchSize: 8 },
  }
}
