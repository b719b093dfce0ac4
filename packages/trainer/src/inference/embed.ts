import { encode, packedLayout, packParameters, type RomaeConfig } from '@romae/core'
import type { Program } from '@romae/engine'
import { collate, type Tokenizer } from '@romae/tokenizer'
import * as tf from '@tensorflow/tfjs-core'
import { evenBatches, makeBuckets } from '../data/buckets.ts'
import { tokenizeAll } from '../data/tokenize.ts'
import { checkTokensFit, type RomaeModel } from '../model/romae-model.ts'
import { predictionHostInputs } from '../training/host-inputs.ts'
import { predictionInputs } from '../training/programs.ts'
import { type InferenceOptions, inferenceBuckets, resolveInference, withProgram } from './options.ts'

/**
 * Samples as vectors, in evaluation mode: the encoder's output at [CLS], or its mean over a sample's tokens where the model
 * has no [CLS] (paper, A.2). All tokens are visible. The decoder or head is not used, so that any model will do.
 *
 * @returns one vector `[dModel]` a sample
 * @throws RomaeError `TRAINER_*`, `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function embed<Sample>(
  model: RomaeModel,
  tokenizer: Tokenizer<Sample>,
  samples: Iterable<Sample> | AsyncIterable<Sample>,
  options: InferenceOptions = {},
): Promise<Float32Array[]> {
  const { batchSize, engine } = resolveInference('embed', options)
  const { config, parameters } = model
  const packed = packParameters(config, parameters)
  const tokens = await tokenizeAll(tokenizer, samples)
  checkTokensFit(config, tokens)
  const { tokenSize, axes } = config
  const { dModel } = config.encoder
  const lengths = tokens.map(({ length }) => length)
  const batches = evenBatches(makeBuckets(lengths, inferenceBuckets), batchSize)
  return withProgram(embeddingProgram(config), engine, async (run) => {
    const vectors = new Array<Float32Array>(tokens.length)
    for (const { samples: batch, length } of batches) {
      const rows = Array.from(batch, (index) => tokens[index]!)
      const { embeddings } = await run(packed, predictionHostInputs(collate(rows, { tokenSize, axes, length }), config))
      batch.forEach((sample, row) => {
        vectors[sample] = Float32Array.from(embeddings!.data.subarray(row * dModel, (row + 1) * dModel))
      })
    }
    return vectors
  })
}

/** The encoder and its pooling: `embeddings` `[batch, dModel]`. */
function embeddingProgram(config: RomaeConfig): Program {
  return {
    name: 'embedding',
    identity: { state: JSON.stringify(config), module: import.meta.url },
    layout: packedLayout(config),
    run(parameters, given) {
      const inputs = predictionInputs(given)
      if (config.cls) {
        const { encoded } = encode(config, parameters, inputs, { start: 0, count: 1 })
        return { embeddings: tf.squeeze(encoded, [1]) } // [batch, 1, dModel] -> [batch, dModel]
      }
      const { encoded } = encode(config, parameters, inputs)
      if (inputs.padding === undefined) return { embeddings: tf.mean(encoded, 1) }
      const real = tf.expandDims(tf.sub(1, inputs.padding), 2) // [batch, length, 1]
      return { embeddings: tf.div(tf.sum(tf.mul(encoded, real), 1), tf.sum(real, 1)) }
    },
  }
}
