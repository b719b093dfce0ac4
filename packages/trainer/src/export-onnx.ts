import { type EmbeddedTensor, toDynamicOnnx } from '@romae/compiler'
import {
  encode,
  encodeSet,
  type PredictionConfig,
  packedLayout,
  packParameters,
  predict,
  predictSet,
  pretrainingForward,
  pretrainingSetForward,
  type RomaeConfig,
  type TensorMap,
} from '@romae/core'
import { requireFiniteWeights } from './model/finite-weights.ts'
import { dividedInputs, type PartInputs, wholeInputs } from './model/part-inputs.ts'
import { type RomaeModel, requireTask } from './model/romae-model.ts'
import { inputOf } from './training/input-names.ts'
import { predictionInputs, pretrainingInputs } from './training/programs.ts'
import { predictionSetInputs, pretrainingSetInputs } from './training/set-programs.ts'

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
 * All are float32. A model with absolute positions takes token indices, `[batch, 1, …]`. `batch`, `length`, `visible`,
 * `masked` are the names of the open sizes. Opset 17, IR version 8; fused operators are those of ONNX Runtime
 * (`com.microsoft` 1). Only weights that the output depends on are in the file.
 *
 * @throws RomaeError `TRAINER_TASK` for a part that the model does not have, `TRAINER_MODEL_NOT_FINITE`
 */
export function exportOnnx(model: RomaeModel, part: 'encoder' | 'predictor' | 'imputer'): Uint8Array {
  const { config } = model
  requireFiniteWeights(model)
  if (part === 'imputer') {
    const pretraining = requireTask(model, 'pretraining').config
    if (config.modalities !== undefined) {
      return exportPart(model, dividedInputs(config), (parameters, inputs) => {
        const predictions = pretrainingSetForward(pretraining, parameters, pretrainingSetInputs(pretraining, inputs))
        const named = Object.entries(predictions).map(([name, tensor]) => [inputOf('predictions', name), tensor])
        return Object.fromEntries(named)
      })
    }
    return exportPart(model, dividedInputs(config), (parameters, inputs) => {
      const { predictions } = pretrainingForward(pretraining, parameters, pretrainingInputs(inputs))
      return { predictions }
    })
  }
  const inputs = wholeInputs(config)
  if (part === 'encoder') {
    return exportPart(model, inputs, (parameters, given) => ({
      embeddings: encoded(config, parameters, given),
    }))
  }
  const prediction = requireTask(model, 'prediction').config
  return exportPart(model, inputs, (parameters, given) => ({
    predictions: predicted(prediction, parameters, given),
  }))
}

function encoded(config: RomaeConfig, parameters: TensorMap, given: TensorMap) {
  if (config.modalities === undefined) return encode(config, parameters, predictionInputs(given)).encoded
  return encodeSet(config, parameters, predictionSetInputs(config, given)).encoded
}

function predicted(config: PredictionConfig, parameters: TensorMap, given: TensorMap) {
  if (config.modalities === undefined) return predict(config, parameters, predictionInputs(given))
  return predictSet(config, parameters, predictionSetInputs(config, given))
}

function exportPart(
  { config, parameters }: RomaeModel,
  inputs: PartInputs,
  run: (parameters: TensorMap, inputs: TensorMap) => Record<string, TensorMap[string]>,
): Uint8Array {
  const flat = packParameters(config, parameters)
  const weights = packedLayout(config).entries.map(({ name, shape, offset, size }): [string, EmbeddedTensor] => {
    return [name, { shape, data: flat.subarray(offset, offset + size) }]
  })
  return toDynamicOnnx(
    (tensors) => {
      const ofInputs = Object.entries(tensors).filter(([name]) => inputs[name] !== undefined)
      return run(tensors, Object.fromEntries(ofInputs))
    },
    inputs,
    Object.fromEntries(weights),
  )
}
