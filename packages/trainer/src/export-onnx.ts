import { type EmbeddedTensor, toDynamicOnnx } from '@romae/compiler'
import { encode, packedLayout, packParameters, predict, pretrainingForward, type TensorMap } from '@romae/core'
import { requireFiniteWeights } from './model/finite-weights.ts'
import { dividedInputs, type PartInputs, wholeInputs } from './model/part-inputs.ts'
import { type RomaeModel, requireTask } from './model/romae-model.ts'
import { predictionInputs, pretrainingInputs } from './training/programs.ts'

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
    return exportPart(model, dividedInputs(config), (parameters, inputs) => {
      const { predictions } = pretrainingForward(pretraining, parameters, pretrainingInputs(inputs))
      return { predictions }
    })
  }
  const inputs = wholeInputs(config)
  if (part === 'encoder') {
    return exportPart(model, inputs, (parameters, given) => ({
      embeddings: encode(config, parameters, predictionInputs(given)).encoded,
    }))
  }
  const prediction = requireTask(model, 'prediction').config
  return exportPart(model, inputs, (parameters, given) => ({
    predictions: predict(prediction, parameters, predictionInputs(given)),
  }))
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
