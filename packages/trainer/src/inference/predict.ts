import type { Samples } from '../data/samples.ts'
import { errors } from '../errors.ts'
import { wholeInputs } from '../model/part-inputs.ts'
import type { RestoredModel } from '../model/restore-tokenizer.ts'
import { type PredictionModel, type RomaeModel, requireTask } from '../model/romae-model.ts'
import { onSharingRanks, type RankShare } from '../ranks/rank-share.ts'
import { predictionProgram } from '../training/programs.ts'
import { predictionSetProgram } from '../training/set-programs.ts'
import { type InUse, lasting, ModelInUse, once } from './model-in-use.ts'
import type { InferenceOptions, SharedInferenceOptions } from './options.ts'
import { requireTokenizer } from './require-tokenizer.ts'
import { runOnSamples } from './run-on-samples.ts'
import { type MultiLabelClassification, withThresholds } from './thresholds.ts'

/** A sample's most likely class and the probability of each. */
export interface Classification {
  readonly label: string
  /** By class, in the order of `model.classes`; they sum to 1. */
  readonly probabilities: Float32Array
}

/** A classification or regression model, loaded and compiled, for any number of calls, which may overlap. */
export interface Predictor<Sample> {
  /**
   * As the function `classify`.
   *
   * @throws RomaeError `TRAINER_TASK` for a model without classes, or one that gives a sample several; what `predictOutputs` throws
   */
  classify(samples: Samples<Sample>): Promise<Classification[]>
  /** As the function `classifyMultiLabel`. @throws RomaeError `TRAINER_TASK` for any other model; what `predictOutputs` throws */
  classifyMultiLabel(samples: Samples<Sample>): Promise<MultiLabelClassification[]>
  /**
   * As the function `predictOutputs`.
   *
   * @throws RomaeError `TRAINER_NO_SAMPLES`, `TRAINER_DISPOSED`, `TOKENIZER_*`, `ENGINE_*`; it works on afterwards
   */
  predictOutputs(samples: Samples<Sample>): Promise<Float32Array[]>
  /** Waits for calls that are running, then releases it, and its engine unless that was given. */
  dispose(): Promise<void>
}

/**
 * Loads a model once, to predict in many calls: for a server, say. It is compiled when the promise resolves.
 *
 * @param model one of classification or regression, such as `loadModel` reads
 * @throws RomaeError `TRAINER_TASK` for a model of another kind; `TRAINER_*`, `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function createPredictor<Sample>(
  model: RomaeModel | RestoredModel<Sample>,
  options: InferenceOptions<Sample> = {},
): Promise<Predictor<Sample>> {
  return lasting(usePredictor('createPredictor', model, options))
}

/**
 * The head's outputs for each sample, in evaluation mode: class scores (logits) or regression values.
 *
 * Loads and compiles the model for this call; `createPredictor` does so for many. Several processes may make a call together, with a
 * `communicator`.
 *
 * @param model one of classification or regression, such as `loadModel` reads
 * @param samples held in memory, or a source that is read batch by batch
 * @returns one array a sample: `[outputSize]`, or `[length x outputSize]` for a model with one output per token
 * @throws RomaeError `TRAINER_TASK` for a model of another kind; `TRAINER_RANK_FAILED`, `TRAINER_RANKS_DIFFER` of several processes; `TRAINER_*`, `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function predictOutputs<Sample>(
  model: RomaeModel | RestoredModel<Sample>,
  samples: Samples<Sample>,
  options: SharedInferenceOptions<Sample> = {},
): Promise<Float32Array[]> {
  return onSharingRanks(options, async (share) =>
    once(usePredictor('predictOutputs', model, options, share), ({ predictOutputs }) => predictOutputs(samples)),
  )
}

/**
 * Classifies samples, in evaluation mode.
 *
 * @param model a classifier, such as `loadModel` reads
 * @throws RomaeError `TRAINER_TASK` for a model without classes, or one that gives a sample several; what `predictOutputs` throws
 */
export async function classify<Sample>(
  model: RomaeModel | RestoredModel<Sample>,
  samples: Samples<Sample>,
  options: SharedInferenceOptions<Sample> = {},
): Promise<Classification[]> {
  return onSharingRanks(options, async (share) =>
    once(usePredictor('classify', model, options, share), ({ classify }) => classify(samples)),
  )
}

/**
 * Finds the labels of samples that may have several, or none, in evaluation mode.
 *
 * @param model a multi-label classifier, such as `loadModel` reads
 * @returns with the labels whose probability is at least .5; `withThresholds` chooses by others
 * @throws RomaeError `TRAINER_TASK` for any other model; what `predictOutputs` throws
 */
export async function classifyMultiLabel<Sample>(
  model: RomaeModel | RestoredModel<Sample>,
  samples: Samples<Sample>,
  options: SharedInferenceOptions<Sample> = {},
): Promise<MultiLabelClassification[]> {
  return onSharingRanks(options, async (share) =>
    once(usePredictor('classifyMultiLabel', model, options, share), ({ classifyMultiLabel }) =>
      classifyMultiLabel(samples),
    ),
  )
}

function usePredictor<Sample>(
  where: string,
  given: RomaeModel,
  options: InferenceOptions<Sample>,
  share?: RankShare | null,
): InUse<Predictor<Sample>> {
  const model = requireTask(given, 'prediction')
  const tokenizer = requireTokenizer(where, model, options)
  const { config } = model
  // Without targets the program has no loss, so that it does not matter which one it is given.
  const programOf = config.modalities === undefined ? predictionProgram : predictionSetProgram
  const program = programOf(config, { kind: 'meanSquaredError' })
  const part = {
    what: 'predictor',
    where,
    options,
    program,
    inputs: wholeInputs(config),
    tokenizer,
    ...(share !== undefined && { share }),
  }
  const inUse = new ModelInUse(model, part)
  const { outputSize, pooling } = config
  const outputs = (samples: Samples<Sample>) =>
    runOnSamples(inUse, config, tokenizer, samples, 'predictions', ({ length }) =>
      pooling === 'token' ? length * outputSize : outputSize,
    )
  return {
    inUse,
    made: {
      predictOutputs: (samples) => inUse.call(() => outputs(samples)),
      classify: (samples) =>
        inUse.call(async () => {
          const classes = requireClasses(model, false)
          return (await outputs(samples)).map((logits) => classification(classes, logits))
        }),
      classifyMultiLabel: (samples) =>
        inUse.call(async () => {
          const classes = requireClasses(model, true)
          const probabilities = (await outputs(samples)).map((logits) => logits.map(sigmoid))
          return withThresholds(probabilities, classes, 0.5)
        }),
      dispose: () => inUse.dispose(),
    },
  }
}

function requireClasses({ config, classes, multiLabel = false }: PredictionModel, several: boolean): readonly string[] {
  const nameOf = (isSeveral: boolean) => (isSeveral ? 'multi-label classification' : 'classification')
  if (classes === null) throw errors.TRAINER_TASK({ expected: nameOf(several), got: 'regression' })
  if (several !== multiLabel) throw errors.TRAINER_TASK({ expected: nameOf(several), got: nameOf(multiLabel) })
  if (config.pooling === 'token') throw errors.TRAINER_TASK({ expected: 'one-label-a-sample', got: 'token-wise' })
  return classes
}

function classification(classes: readonly string[], logits: Float32Array): Classification {
  const probabilities = softmax(logits)
  return { label: classes[probabilities.indexOf(Math.max(...probabilities))]!, probabilities }
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

function softmax(logits: Float32Array): Float32Array {
  const largest = Math.max(...logits)
  const exponentials = logits.map((logit) => Math.exp(logit - largest))
  const sum = exponentials.reduce((total, value) => total + value, 0)
  return exponentials.map((value) => value / sum)
}
