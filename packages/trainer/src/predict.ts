import { packParameters } from '@romae/core'
import { createEngine, type Engine } from '@romae/engine'
import { collate, type Tokenizer, type Tokens } from '@romae/tokenizer'
import { makeBuckets, sequentialBatches } from './data/buckets.ts'
import { tokenizeAll } from './data/tokenize.ts'
import { checkTokensFit, type PredictionModel, requireTask } from './model/romae-model.ts'
import { predictionHostInputs } from './training/host-inputs.ts'
import { predictionProgram } from './training/programs.ts'

/** Where to run, and how much at a time. */
export interface InferenceOptions {
  /** Default `createEngine()`, disposed at the end. A given engine is left open. */
  readonly engine?: Engine
  /** Samples at a time. Default 64. */
  readonly batchSize?: number
}

/**
 * The head's outputs for each sample, in evaluation mode: class scores (logits) or regression values.
 *
 * @returns one array a sample: `[outputSize]`, or `[length x outputSize]` for a model with one output per token
 */
export async function predictOutputs<Sample>(
  model: PredictionModel,
  tokenizer: Tokenizer<Sample>,
  samples: Iterable<Sample> | AsyncIterable<Sample>,
  options: InferenceOptions = {},
): Promise<Float32Array[]> {
  const { config, parameters } = requireTask(model, 'prediction')
  const tokens = await tokenizeAll(tokenizer, samples)
  checkTokensFit(config, tokens)
  const engine = options.engine ?? (await createEngine())
  const program = engine.compile(predictionProgram(config, { kind: 'meanSquaredError' }))
  try {
    const packed = packParameters(config, parameters)
    const outputs = new Array<Float32Array>(tokens.length)
    for (const { samples: batch, length } of sequentialBatches(bucketsOf(tokens), options.batchSize ?? 64)) {
      const tokenBatch = collate(
        Array.from(batch, (index) => tokens[index]!),
        { tokenSize: config.tokenSize, axes: config.axes, length },
      )
      const { predictions } = await program.run(packed, predictionHostInputs(tokenBatch, config))
      const perSample = predictions!.data.length / batch.length
      batch.forEach((sample, row) => {
        const size = config.pooling === 'token' ? tokens[sample]!.length * config.outputSize : perSample
        outputs[sample] = Float32Array.from(predictions!.data.subarray(row * perSample, row * perSample + size))
      })
    }
    return outputs
  } finally {
    await program.dispose()
    if (options.engine === undefined) await engine.dispose()
  }
}

/** A sample's most likely class and the probability of each. */
export interface Classification {
  readonly label: string
  /** By class, in the order of `model.classes`; they sum to 1. */
  readonly probabilities: Float32Array
}

/** Classifies samples. @throws RomaeError `TRAINER_TASK` for a model without classes */
export async function classify<Sample>(
  model: PredictionModel,
  tokenizer: Tokenizer<Sample>,
  samples: Iterable<Sample> | AsyncIterable<Sample>,
  options: InferenceOptions = {},
): Promise<Classification[]> {
  const classes = model.classes ?? requireTask(model, 'pretraining').classes!
  const outputs = await predictOutputs(model, tokenizer, samples, options)
  return outputs.map((logits) => {
    const probabilities = softmax(logits)
    return { label: classes[probabilities.indexOf(Math.max(...probabilities))]!, probabilities }
  })
}

/** Length buckets of a few sizes, so that few shapes are compiled. */
export function bucketsOf(tokens: readonly Tokens[]) {
  return makeBuckets(
    tokens.map(({ length }) => length),
    4,
  )
}

function softmax(logits: Float32Array): Float32Array {
  const largest = Math.max(...logits)
  const exponentials = logits.map((logit) => Math.exp(logit - largest))
  const sum = exponentials.reduce((total, value) => total + value, 0)
  return exponentials.map((value) => value / sum)
}
