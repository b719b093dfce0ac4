import type { SeriesData } from '@romae/timeseries/modality'
import type { OptionSchema } from '@romae/tokenizer/modality'
import { pretrainOptions, trainingOptions } from '@romae/trainer'
import { integer, optional, positiveUpTo, texts, within } from '../settings/declare.ts'
import { type Experiment, experimentSchema } from '../settings/experiment.ts'
import type { Settings } from '../settings/settings.ts'

/** A forecast as plain data. */
export interface ForecastExperiment extends Pick<Experiment, 'model'> {
  readonly pretraining: Omit<Experiment['pretraining'], 'maskRatio' | 'batchSize'> & {
    /** Windows a step; null: what `usualBatchSize` says. */
    readonly batchSize: number | null
    /** The least and the most of a window that is masked; null: the horizon's part of it, and twice that. */
    readonly maskRatio: number | null
    readonly maskRatioUpTo: number | null
  }
  readonly data: {
    /** Span of time that the model sees at once, the forecast included; null: what `windowFor` says. */
    readonly window: number | null
    /** Rows that are forecast. */
    readonly horizon: number
    /** Fraction of the rows, the last ones, that are kept from training: half to choose methods on, half to report on. */
    readonly test: number
    /** Simulated series for each of the file's own; null: as many as `simulatedCopies` says. */
    readonly simulated: number | null
    /** What the model begins with; null: what `fittingBeginning` says. */
    readonly estimate: 'none' | 'smoother' | null
    /** Channels whose future is known. */
    readonly known: readonly string[] | null
  }
  /** The span of one step of the time axis, in the file's unit; null: the typical step. */
  readonly tokenizer: { readonly timeUnit: number | null }
}

/** What the record of a run has besides: how its file was read and made into tokens, as `pretrain` records it. */
export function forecastRecord(
  experiment: ForecastExperiment,
  read: SeriesData,
  { timeUnit, longest }: { readonly timeUnit: number; readonly longest: number },
): Settings {
  const tokenizer = {
    kind: 'observations',
    standardize: 'per-channel',
    transform: 'none',
    relativeValues: false,
    timeUnit,
  }
  const { epochs, ...pretraining } = experiment.pretraining
  const ofLength = experiment.pretraining.steps == null ? { epochs } : {}
  return {
    ...experiment,
    data: { ...read, ...experiment.data, longest },
    tokenizer,
    pretraining: { ...pretraining, ...ofLength },
  } as Settings
}

export const forecastSettings: ForecastExperiment = {
  data: { window: null, horizon: 1, test: 0.2, simulated: null, estimate: null, known: null },
  tokenizer: { timeUnit: null },
  model: { size: '64x2x2', decoder: '64x2x1', channels: 'embedding', rotations: 'fitted' },
  pretraining: { epochs: 1, steps: 1200, batchSize: null, learningRate: 4e-3, maskRatio: null, maskRatioUpTo: null },
}

const { model, pretraining } = experimentSchema({ data: {}, tokenizer: {} })

/** What `--set` may change. */
export const forecastSchema: OptionSchema = {
  data: {
    window: optional(positiveUpTo(Number.MAX_VALUE)),
    horizon: integer(1, 100_000),
    test: within(0, 0.999_999),
    simulated: optional(integer(0, 64)),
    estimate: { kind: 'choice', of: ['none', 'smoother'], or: [null] },
    known: optional(texts),
  },
  tokenizer: { timeUnit: optional(positiveUpTo(Number.MAX_VALUE)) },
  model: model!,
  pretraining: {
    ...(pretraining as OptionSchema),
    batchSize: optional(trainingOptions.batchSize),
    maskRatio: optional(pretrainOptions.maskRatio),
    maskRatioUpTo: optional(pretrainOptions.maskRatioUpTo),
  },
}
