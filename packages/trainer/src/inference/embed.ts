import { encode, packedLayout, packParameters, type RomaeConfig } from '@romae/core'
import type { Program } from '@romae/engine'
import { collate, type Tokenizer } from '@romae/tokenizer'
import * as tf from '@tensorflow/tfjs-core'
import type { Samples } from '../data/token-set.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { predictionHostInputs } from '../training/host-inputs.ts'
import { predictionInputs } from '../training/programs.ts'
import { type InferenceOptions, resolveInference, withProgram } from './options.ts'
import { tokenBatches, withTokens } from './token-batches.ts'

/**
 * Samples as vectors, in evaluation mode: the encoder's output at [CLS], or its mean over a sample's tokens where the model
 * has no [CLS] (paper, A.2). All tokens are visible. The decoder or head is not used, so that any model will do.
 *
 * @param samples held in memory, or a source that is read batch by batch
 * @returns one vector `[dModel]` a sample
 * @throws RomaeError `TRAINER_*`, `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function embed<Sample>(
  model: RomaeModel,
  tokenizer: Tokenizer<Sample>,
  samples: Samples<Sample>,
  options: InferenceOptions = {},
): Promise<Float32Array[]> {
  const { batchSize, engine } = resolveInference('embed', options)
  const { config, parameters } = model
  const packed = packParameters(config, parameters)
  const { tokenSize, axes } = config
  const { dModel } = config.encoder
  return withTokens(tokenizer, samples, (data) =>
    withProgram(embeddingProgram(config), engine, async (run) => {
      const vectors = new Array<Float32Array>(data.lengths.length)
      for await (const { samples: batch, length, tokens } of tokenBatches(config, data, batchSize)) {
        const inputs = predictionHostInputs(collate(tokens, { tokenSize, axes, length }), config)
        const { embeddings } = await run(packed, inputs)
        batch.forEach((sample, row) => {
          vectors[sample] = Float32Array.from(embeddings!.data.subarray(row * dModel, (row + 1) * dModel))
        })
      }
      return vectors
    }),
  )
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
