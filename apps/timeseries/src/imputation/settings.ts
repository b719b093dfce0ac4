import { choice, type Experiment, experimentSchema, integer, type OptionSchema, type PresetName, within } from 'romae'

/** How a data set becomes a task. */
export interface ProtocolSettings {
  /** Hours of a window. */
  readonly steps: number
  /** Hours from one training window's start to the next; those of validation and test do not overlap. */
  readonly stride: number
  /** The probability that an observed value of validation and test is hidden. */
  readonly missing: number
  /** The same for training: what nobody gets to see. */
  readonly missingInTraining: number
}

/** How PyPOTS' models are trained. */
export interface PeerSettings {
  readonly epochs: number
  /** Epochs without a better validation error after which training ends. */
  readonly patience: number
  readonly batchSize: number
  /** The width of SAITS; each of its four heads has a quarter, its MLP twice as much. */
  readonly width: number
  /** The hidden size of BRITS. */
  readonly hiddenSize: number
}

/** A task, the model, and the peers, as plain data. */
export interface ImputationExperiment extends Pick<Experiment, 'model'> {
  readonly data: ProtocolSettings
  /** What is said of masked values before the model, as `observationTokenizer.fit` has it. */
  readonly tokenizer: { readonly estimate: 'none' | 'smoother' }
  readonly pretraining: Experiment['pretraining'] & {
    /** Steps between evaluations on validation; the weights of the best are kept. */
    readonly evaluateEvery: number
  }
  readonly peer: PeerSettings
}

const { model, pretraining } = experimentSchema({ data: {}, tokenizer: {} })

/** What `--set` may change. */
export const imputationSchema: OptionSchema = {
  data: {
    steps: integer(2, 10_000),
    stride: integer(1, 10_000),
    missing: within(0.001, 0.999),
    missingInTraining: within(0, 0.999),
  } satisfies Record<keyof ProtocolSettings, OptionSchema[string]>,
  tokenizer: { estimate: choice('none', 'smoother') },
  model: model!,
  pretraining: { ...(pretraining as OptionSchema), evaluateEvery: integer(1, 1e9) },
  peer: {
    epochs: integer(1, 100_000),
    patience: integer(1, 100_000),
    batchSize: integer(1, 100_000),
    width: integer(8, 100_000),
    hiddenSize: integer(1, 100_000),
  } satisfies Record<keyof PeerSettings, OptionSchema[string]>,
}

export const dataSetNames = ['weather', 'physionet2012', 'nyc-weather', 'etth1'] as const
export type DataSetName = (typeof dataSetNames)[number]

const protocols: Readonly<Record<DataSetName, ProtocolSettings>> = {
  // Days. A fifth, so that there are enough values to calibrate and to report on.
  weather: { steps: 32, stride: 2, missing: 0.2, missingInTraining: 0 },
  physionet2012: { steps: 48, stride: 48, missing: 0.1, missingInTraining: 0 },
  'nyc-weather': { steps: 24, stride: 6, missing: 0.1, missingInTraining: 0.1 },
  etth1: { steps: 48, stride: 12, missing: 0.1, missingInTraining: 0.1 },
}

/** Steps of pre-training: some 30 or 40 epochs. */
const lengths: Readonly<Record<DataSetName, number>> = {
  weather: 800,
  physionet2012: 3200,
  'nyc-weather': 800,
  etth1: 800,
}

/** What is chosen on validation by data set: of few settings, as a training takes minutes. */
interface Chosen {
  readonly estimate: 'none' | 'smoother'
  /** The fraction that training hides. What is to be filled is a tenth: where channels tell of each other, a model has to see most at once. */
  readonly maskRatio: number
  /** The mean squared error where none is given. */
  readonly likelihood?: NonNullable<ImputationExperiment['model']['likelihood']>
}

/** A few long series, which a smoother knows well. */
const longSeries: Chosen = { estimate: 'smoother', maskRatio: 0.2 }

/**
 * Thousands of short stays, each of some of 37 variables at hours of its own: what a smoother says of them is of little worth, and a model
 * that begins with it learns to undo it first.
 */
const manyStays: Chosen = {
  estimate: 'none',
  maskRatio: 0.3,
  likelihood: { kind: 'quantiles', levels: [0.25, 0.5, 0.75] },
}

const chosen: Readonly<Record<DataSetName, Chosen>> = {
  weather: longSeries,
  physionet2012: manyStays,
  'nyc-weather': longSeries,
  etth1: longSeries,
}

/** Epochs of PyPOTS' models, at most. */
const PEER_EPOCHS: Readonly<Record<DataSetName, number>> = {
  weather: 40,
  physionet2012: 100,
  'nyc-weather': 40,
  etth1: 40,
}

/** What `romae impute` trains, time as the only axis, but for what is chosen by data set; of PyPOTS' models sizes that take about as long. */
export function imputationSettings(name: DataSetName, preset: Exclude<PresetName, 'paper'>): ImputationExperiment {
  const steps = lengths[name]
  const { estimate, maskRatio, likelihood } = chosen[name]
  const cpu: ImputationExperiment = {
    data: protocols[name],
    tokenizer: { estimate },
    model: {
      size: '64x2x2',
      decoder: '64x2x1',
      channels: 'embedding',
      rotations: 'fitted',
      ...(likelihood !== undefined && { likelihood }),
    },
    pretraining: {
      epochs: 1,
      steps,
      batchSize: 32,
      learningRate: 4e-3,
      maskRatio,
      evaluateEvery: 200,
    },
    // Of as many processor seconds as RoMAE, where the patience lets them.
    peer: { epochs: PEER_EPOCHS[name], patience: 10, batchSize: 32, width: 128, hiddenSize: 128 },
  }
  if (preset === 'cpu') return cpu
  return {
    ...cpu,
    model: { ...cpu.model, size: '16x2x1', decoder: '16x2x1' },
    pretraining: { ...cpu.pretraining, steps: 20, batchSize: 8, evaluateEvery: 10 },
    peer: { epochs: 1, patience: 1, batchSize: 8, width: 16, hiddenSize: 8 },
  }
}
