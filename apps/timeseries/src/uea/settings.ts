import type { TimeSeries } from '@romae/timeseries'
import { seriesOptions, timeseries } from '@romae/timeseries/modality'
import { type Experiment, experimentSchema, hostModality, type OptionSchema, type PresetName, within } from 'romae'

const { presets } = hostModality<TimeSeries>(timeseries)

/** A UEA experiment as plain data. */
export type UeaExperiment = Experiment & {
  readonly data: {
    /** The fraction of time stamps dropped from every series of both splits, once. */
    readonly dropped: number
    /** The largest fraction of a series' time stamps that is dropped in fine-tuning, in every epoch anew. */
    readonly augment: { readonly dropTimes: number }
  }
}

const data = { dropped: 0.3, augment: { dropTimes: 0 } }

/** What `--set` may change. */
export const ueaSchema: OptionSchema = experimentSchema({
  data: { dropped: within(0, 1), augment: seriesOptions.augment },
  tokenizer: timeseries.tokenizerOptions!,
})

/** Times of the archive are frames, however many of them are dropped. */
const framesOf = (preset: PresetName) => ({ ...presets[preset].tokenizer, timeUnit: 1 })

type OwnPreset = Exclude<PresetName, 'paper'>

/** Epochs of pre-training and fine-tuning. */
const lsstEpochs: Readonly<Record<OwnPreset, readonly [number, number]>> = { smoke: [5, 8], cpu: [60, 40] }

/**
 * LSST: fluxes from 1 to 50,000 of 14 kinds of objects, told apart by the shape of a light curve more than by its size, and
 * few enough series (2,459) for a model twelve blocks deep to learn them by heart. Chosen on a quarter of the training split.
 */
function lsst(preset: OwnPreset): UeaExperiment {
  const { model, pretraining, finetuning } = presets[preset]
  const [first, second] = lsstEpochs[preset]
  return {
    data: { ...data, augment: { dropTimes: 0.5 } },
    tokenizer: { ...framesOf(preset), transform: 'asinh', relativeValues: true },
    model: { ...model, size: 'tiny-shallow' },
    pretraining: { ...pretraining, epochs: first },
    finetuning: { ...finetuning, epochs: second, batchSize: 32, learningRate: 1e-3 },
  }
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
export function ueaSettings(name: string, preset: PresetName): UeaExperiment | null {
  if (preset !== 'paper')
    return name === 'LSST' ? lsst(preset) : { ...presets[preset], data, tokenizer: framesOf(preset) }
  if (!Object.hasOwn(table12, name)) return null
  const row = table12[name]!
  const [learningRate, batchSize, epochs, clipNorm, dropout, labelSmoothing] = row
  return {
    ...presets.paper,
    data,
    tokenizer: framesOf('paper'),
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
