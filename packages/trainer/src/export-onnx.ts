import { type EmbeddedTensor, toDynamicOnnx } from '@romae/compiler'
import { packedLayout, packParameters } from '@romae/core'
import type { OptionsOf, Schema } from '@romae/internal/options'
import { readOptions } from './check-options.ts'
import { withHalves } from './float16-difference.ts'
import { requireFiniteWeights } from './model/finite-weights.ts'
import { type ModelPart, partOf } from './model/model-part.ts'
import type { RomaeModel } from './model/romae-model.ts'

const exportSchema = {
  weights: {
    kind: 'choice',
    of: ['float32', 'float16'],
    default: 'float32',
    help:
      'how matrices are stored: `float16` takes half of the bytes, of which float32 is made when the file is loaded; ' +
      '`float16Difference` says what that changes',
  },
} as const satisfies Schema

/** Options of {@link exportOnnx}. */
export interface ExportOptions extends OptionsOf<typeof exportSchema> {}

/**
 * A model as one stand-alone ONNX file with open batch and length, weights included, for any ONNX Runtime.
 *
 * | part | of | inputs | output |
 * |---|---|---|---|
 * | `encoder` | any model | `values` `[batch, length, tokenSize]`, `positions` `[batch, axes, length]`, `padding` `[batch, length]` (1 = padding) | `embeddings` `[batch, (1 +) length, dModel]`, [CLS] first if the model has it |
 * | `predictor` | a prediction model | the same | `predictions` `[batch, outputSize]`, or `[batch, length, outputSize]` with one output per token |
 * | `imputer` | a pre-training model | `visible` `[batch, visible, tokenSize]`, `visiblePositions` `[batch, axes, visible]`, `visiblePadding` `[batch, visible]`, `maskedPositions` `[batch, axes, masked]`, `maskedPadding` `[batch, masked]` | `predictions` `[batch, masked, parameters × tokenSize]` |
 *
 * A model with a likelihood puts out the parameters of each value's distribution: the first one of all values of a token, then the
 * second, …: mean and standard deviation, location and scale, or quantiles by level.
 *
 * Of a model of several modalities each input is there for each of them, with its name: `visible.image` `[batch, visible_image,
 * tokenSize]`; lengths of modalities are open one by one, and what a sample lacks is padding. An imputer then puts out
 * `predictions.image` and so on; an encoder [CLS], then the tokens of all modalities in the order of the configuration.
 *
 * All are float32, also where weights are stored as float16. A model with absolute positions takes token indices, `[batch, 1, …]`. `batch`, `length`, `visible`,
 * `masked` are the names of the open sizes. Opset 17, IR version 8; fused operators are those of ONNX Runtime
 * (`com.microsoft` 1). Only weights that the output depends on are in the file.
 *
 * @throws RomaeError `TRAINER_TASK` for a part that the model does not have, `TRAINER_MODEL_NOT_FINITE`, `TRAINER_FLOAT16`,
 * `TRAINER_OPTION_*`
 */
export function exportOnnx(model: RomaeModel, part: ModelPart, options: ExportOptions = {}): Uint8Array {
  const { weights } = readOptions('exportOnnx', exportSchema, options)
  requireFiniteWeights(model)
  const { inputs, run } = partOf(model, part)
  const { config, parameters } = model
  const packed = packParameters(config, parameters)
  const flat = weights === 'float16' ? withHalves(model, packed) : packed
  const tensors = packedLayout(config).entries.map(({ name, shape, offset, size }): [string, EmbeddedTensor] => {
    return [name, { shape, data: flat.subarray(offset, offset + size) }]
  })
  return toDynamicOnnx(
    (given) => {
      const ofInputs = Object.entries(given).filter(([name]) => inputs[name] !== undefined)
      return run(given, Object.fromEntries(ofInputs))
    },
    inputs,
    Object.fromEntries(tensors),
    { weights },
  )
}
