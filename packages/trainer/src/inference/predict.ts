import { packParameters } from '@romae/core'
import { collate, type Tokenizer } from '@romae/tokenizer'
import { evenBatches, makeBuckets } from '../data/buckets.ts'
import { tokenizeAll } from '../data/tokenize.ts'
import { errors } from '../errors.ts'
import { checkTokensFit, type PredictionModel, requireTask } from '../model/romae-model.ts'
import { predictionHostInputs } from '../training/host-inputs.ts'
import { predictionProgram } from '../training/programs.ts'
import { type InferenceOptions, inferenceBuckets, resolveInference, withProgram } from './options.ts'

/**
 * The head's outputs for each sample, in evaluation mode: class scores (logits) or regression values.
 *
 * @returns one array a sample: `[outputSize]`, or `[length x outputSize]` for a model with one output per token
 * @throws RomaeError `TRAINER_*`, `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function predictOutputs<Sample>(
  model: PredictionModel,
  tokenizer: Tokenizer<Sample>,
  samples: Iterable<Sample> | AsyncIterable<Sample>,
  options: InferenceOptions = {},
): Promise<Float32Array[]> {
  const { batchSize, engine } = resolveInference('predictOutputs', options)
  const { config, parameters } = requireTask(model, 'prediction')
  const packed = packParameters(config, parameters)
  const tokens = await tokenizeAll(tokenizer, samples)
  checkTokensFit(config, tokens)
  const { tokenSize, axes, outputSize, pooling } = config
  const lengths = tokens.map(({ length }) => length)
  const batches = evenBatches(makeBuckets(lengths, inferenceBuckets), batchSize)
  // Without targets the program has no loss, so that it does not matter which one it is given.
  const program = predictionProgram(config, { kind: 'meanSquaredError' })
  return withProgram(program, engine, async (run) => {
    const outputs = new Array<Float32Array>(tokens.length)
    for (const { samples: batch, length } of batches) {
      const rows = Array.from(batch, (index) => tokens[index]!)
      const { predictions } = await run(
        packed,
        predictionHostInputs(collate(rows, { tokenSize, axes, length }), config),
      )
      const rowSize = pooling === 'token' ? length * outputSize : outputSize
      batch.forEach((sample, row) => {
        const size = pooling === 'token' ? lengths[sample]! * outputSize : outputSize
        outputs[sample] = Float32Array.from(predictions!.data.subarray(row * rowSize, row * rowSize + size))
      })
    }
    return outputs
  })
}

/** A sample's most likely class and the probability of each. */
export interface Classification {
  readonly label: string
  /** By class, in the order of `model.classes`; they sum to 1. */
  readonly probabilities: Float32Array
}

/**
 * Classifies samples, in evaluation mode.
 *
 * @throws RomaeError `TRAINER_TASK` for a model without classes; what `predictOutputs` throws
 */
export async function classify<Sample>(
  model: PredictionModel,
  tokenizer: Tokenizer<Sample>,
  samples: Iterable<Sample> | AsyncIterable<Sample>,
  options: InferenceOptions = {},
): Promise<Classification[]> {
  const { config, classes } = requireTask(model, 'prediction')
  if (classes === null) throw errors.TRAINER_TASK({ expected: 'classification', got: 'regression' })
  if (config.pooling === 'token') throw errors.TRAINER_TASK({ expected: 'one-label-a-sample', got: 'token-wise' })
  const outputs = await predictOutputs(model, tokenizer, samples, options)
  return outputs.map((logits) => {
    const probabilities = softmax(logits)
    return { label: classes[probabilities.indexOf(Math.max(...probabilities))]!, probabilities }
  })
}

function softmax(logits: Float32Array): Float32Array {
  const largest = Math.max(...logits)
  const exponentials = logits.map((logit) => Math.exp(logit - largest))
  const sum = exponentials.reduce((total, value) => total + value, 0)
  return exponentials.map((value) => value / sum)
}
