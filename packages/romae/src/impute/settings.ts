import type { SeriesData } from '@romae/timeseries/modality'
import type { OptionSchema } from '@romae/tokenizer/modality'
import { pretrainOptions, trainingOptions } from '@romae/trainer'
import { integer, optional, positiveUpTo, within } from '../settings/declare.ts'
import { type Experiment, experimentSchema } from '../settings/experiment.ts'
import type { Settings } from '../settings/settings.ts'
import { patternOption } from './held-out-pattern.ts'

/** An imputation as plain data. */
export interface ImputeExperiment extends Pick<Experiment, 'model'> {
  readonly pretraining: Omit<Experiment['pretraining'], 'maskRatio' | 'batchSize'> & {
    /** Windows a step; null: what `usualBatchSize` says. */
    readonly batchSize: number | null
    /** Null: what `maskRatioFor` says. */
    readonly maskRatio: number | null
  }
  readonly data: {
    /** Span of time that the model sees at once, in the file's unit; null: about 16 of its typical steps. */
    readonly window: number | null
    /** Fraction of the observed values kept from training to measure the error on. */
    readonly heldOut: number
    /** Which values, as `--held-out-pattern` has it; null: as the file's gaps are, where it has some. */
    readonly heldOutPattern: string | null
    /** Fraction of the other values kept from training to end it where the error on them is least; 0: it makes all its steps. */
    readonly earlyStopping: number
    /**
     * Simulated series for each of the file's own that the model learns from as well; null: none beside an estimate, else as many as
     * it takes for real windows to be seen no more often than simulated ones, and about twice each.
     */
    readonly simulated: number | null
    /** What is said of masked values before the model, as `observationTokenizer.fit` has it. Null: `smoother`. */
    readonly estimate: 'none' | 'smoother' | null
  }
  /** The span of one step of the time axis, in the file's unit; null: the typical step. */
  readonly tokenizer: { readonly timeUnit: number | null }
}

/** What the record of a run has besides: how its file was read and made into tokens, as `pretrain` records it. */
export function imputeRecord(experiment: ImputeExperiment, read: SeriesData, timeUnit: number): Settings {
  const tokenizer = {
    kind: 'observations',
    standardize: 'per-channel',
    transform: 'none',
    relativeValues: false,
    timeUnit,
  }
  const { epochs, ...pretraining } = experiment.pretraining
  const ofLength = experiment.pretraining.steps == null ? { epochs } : {}
  const { earlyStopping, ...data } = experiment.data
  return {
    ...experiment,
    // Runs of versions that knew no early stopping have no word of it.
    data: { ...read, ...data, ...(earlyStopping > 0 && { earlyStopping }) },
    tokenizer,
    pretraining: { ...pretraining, ...ofLength },
  }
}

export const imputeSettings: ImputeExperiment = {
  data: { window: null, heldOut: 0.1, heldOutPattern: null, earlyStopping: 0, simulated: null, estimate: null },
  tokenizer: { timeUnit: null },
  model: { size: '64x2x2', decoder: '64x2x1', channels: 'embedding', rotations: 'fitted' },
  pretraining: { epochs: 1, steps: 800, batchSize: null, learningRate: 4e-3, maskRatio: null },
}

const { model, pretraining } = experimentSchema({ data: {}, tokenizer: {} })

/** What `--set` may change. */
export const imputeSchema: OptionSchema = {
  data: {
    window: optional(positiveUpTo(Number.MAX_VALUE)),
    heldOut: within(0, 0.999_999),
    heldOutPattern: optional(patternOption),
    earlyStopping: within(0, 0.5),
    simulated: optional(integer(0, 64)),
    estimate: { kind: 'choice', of: ['none', 'smoother'], or: [null] },
  },
  tokenizer: { timeUnit: optional(positiveUpTo(Number.MAX_VALUE)) },
  model: model!,
  pretraining: {
    ...(pretraining as OptionSchema),
    maskRatio: optional(pretrainOptions.maskRatio),
    batchSize: optional(trainingOptions.batchSize),
  },
}
