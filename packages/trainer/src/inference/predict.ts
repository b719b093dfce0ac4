import { packParameters } from '@romae/core'
import { collate, type Tokenizer } from '@romae/tokenizer'
import type { Samples } from '../data/token-set.ts'
import { errors } from '../errors.ts'
import { type PredictionModel, requireTask } from '../model/romae-model.ts'
import { predictionHostInputs } from '../training/host-inputs.ts'
import { predictionProgram } from '../training/programs.ts'
import { type InferenceOptions, resolveInference, withProgram } from './options.ts'
import { tokenBatches, withTokens } from './token-batches.ts'

/**
 * The head's outputs for each sample, in evaluation mode: class scores (logits) or regression values.
 *
 * @param samples held in memory, or a source that is read batch by batch
 * @returns one array a sample: `[outputSize]`, or `[length x outputSize]` for a model with one output per token
 * @throws RomaeError `TRAINER_*`, `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function predictOutputs<Sample>(
  model: PredictionModel,
  tokenizer: Tokenizer<Sample>,
  samples: Samples<Sample>,
  options: InferenceOptions = {},
): Promise<Float32Array[]> {
  const { batchSize, engine } = resolveInference('predictOutputs', options)
  const { config, parameters } = requireTask(model, 'prediction')
  const packed = packParameters(config, parameters)
  const { tokenSize, axes, outputSize, pooling } = config
  // Without targets the program has no loss, so that it does not matter which one it is given.
  const program = predictionProgram(config, { kind: 'meanSquaredError' })
  return withTokens(tokenizer, samples, (data) =>
    withProgram(program, engine, async (run) => {
      const outputs = new Array<Float32Array>(data.lengths.length)
      for await (const { samples: batch, length, tokens } of tokenBatches(config, data, batchSize)) {
        const inputs = predictionHostInputs(collate(tokens, { tokenSize, axes, length }), config)
        const { predictions } = await run(packed, inputs)
        const rowSize = pooling === 'token' ? length * outputSize : outputSize
        batch.forEach((sample, row) => {
          const size = pooling === 'token' ? tokens[row]!.length * outputSize : outputSize
          outputs[sample] = Float32Array.from(predictions!.data.subarray(row * rowSize, row * rowSize + size))
        })
      }
      return outputs
    }),
  )
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
  samples: Samples<Sample>,
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
