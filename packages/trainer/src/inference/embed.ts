import { encode, encodeSet, packedLayout, type RomaeConfig } from '@romae/core'
import type { Program } from '@romae/engine'
import * as tf from '@tensorflow/tfjs-core'
import type { Samples } from '../data/samples.ts'
import { wholeInputs } from '../model/part-inputs.ts'
import type { RestoredModel } from '../model/restore-tokenizer.ts'
import { type RomaeModel, requireModel } from '../model/romae-model.ts'
import { onSharingRanks, type RankShare } from '../ranks/rank-share.ts'
import { predictionInputs } from '../training/programs.ts'
import { predictionSetInputs } from '../training/set-programs.ts'
import { type InUse, lasting, ModelInUse, once } from './model-in-use.ts'
import type { InferenceOptions, SharedInferenceOptions } from './options.ts'
import { requireTokenizer } from './require-tokenizer.ts'
import { runOnSamples } from './run-on-samples.ts'

/** A model's encoder, loaded and compiled, for any number of calls, which may overlap. */
export interface Encoder<Sample> {
  /** As the function `embed`. @throws RomaeError `TRAINER_NO_SAMPLES`, `TRAINER_DISPOSED`, `TOKENIZER_*`, `ENGINE_*` */
  embed(samples: Samples<Sample>): Promise<Float32Array[]>
  /** Waits for calls that are running, then releases it, and its engine unless that was given. */
  dispose(): Promise<void>
}

/**
 * Loads a model's encoder once, to embed samples in many calls. It is compiled when the promise resolves.
 *
 * @throws RomaeError `TRAINER_*`, `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function createEncoder<Sample>(
  model: RomaeModel | RestoredModel<Sample>,
  options: InferenceOptions<Sample> = {},
): Promise<Encoder<Sample>> {
  return lasting(useEncoder('createEncoder', model, options))
}

/**
 * Samples as vectors, in evaluation mode: the encoder's output at [CLS], or its mean over a sample's tokens where the model
 * has no [CLS] (paper, A.2). All tokens are visible. The decoder or head is not used, so that any model will do.
 *
 * Loads and compiles the model for this call; `createEncoder` does so for many. Several processes may make a call together, with a
 * `communicator`.
 *
 * @param samples held in memory, or a source that is read batch by batch
 * @returns one vector `[dModel]` a sample
 * @throws RomaeError `TRAINER_*` (`TRAINER_RANK_FAILED` and `TRAINER_RANKS_DIFFER` of several processes), `TOKENIZER_*`, `PARAMETER_*`, `ENGINE_*`
 */
export async function embed<Sample>(
  model: RomaeModel | RestoredModel<Sample>,
  samples: Samples<Sample>,
  options: SharedInferenceOptions<Sample> = {},
): Promise<Float32Array[]> {
  return onSharingRanks(options, async (share) =>
    once(useEncoder('embed', model, options, share), (encoder) => encoder.embed(samples)),
  )
}

function useEncoder<Sample>(
  where: string,
  model: RomaeModel,
  options: InferenceOptions<Sample>,
  share?: RankShare | null,
): InUse<Encoder<Sample>> {
  const { config } = requireModel(model)
  const tokenizer = requireTokenizer(where, model, options)
  const inputs = wholeInputs(config)
  const part = {
    what: 'encoder',
    where,
    options,
    program: embeddingProgram(config),
    inputs,
    tokenizer,
    ...(share !== undefined && { share }),
  }
  const inUse = new ModelInUse(model, part)
  const { dModel } = config.encoder
  return {
    inUse,
    made: {
      embed: (samples) => inUse.call(() => runOnSamples(inUse, config, tokenizer, samples, 'embeddings', () => dModel)),
      dispose: () => inUse.dispose(),
    },
  }
}

/** The encoder and its pooling: `embeddings` `[batch, dModel]`. */
function embeddingProgram(config: RomaeConfig): Program {
  return {
    name: 'embedding',
    identity: { state: JSON.stringify(config), module: import.meta.url },
    layout: packedLayout(config),
    run(parameters, given) {
      if (config.modalities !== undefined) {
        const inputs = predictionSetInputs(config, given)
        const { encoded } = encodeSet(config, parameters, inputs, { start: 0, count: 1 })
        return { embeddings: tf.squeeze(encoded, [1]) }
      }
      const inputs = predictionInputs(given)
      if (config.cls) {
        const { encoded } = encode(config, parameters, inputs, { start: 0, count: 1 })
        return { embeddings: tf.squeeze(encoded, [1]) } // [batch, 1, dModel] -> [batch, dModel]
      }
      const { encoded } = encode(config, parameters, inputs)
      const real = tf.expandDims(tf.sub(1, inputs.padding!), 2) // [batch, length, 1]
      return { embeddings: tf.div(tf.sum(tf.mul(encoded, real), 1), tf.sum(real, 1)) }
    },
  }
}
