import {
  encode,
  encodeSet,
  type PredictionConfig,
  predict,
  predictSet,
  pretrainingForward,
  pretrainingSetForward,
  type RomaeConfig,
  type TensorMap,
} from '@romae/core'
import { inputOf } from '../training/input-names.ts'
import { predictionInputs, pretrainingInputs } from '../training/programs.ts'
import { predictionSetInputs, pretrainingSetInputs } from '../training/set-programs.ts'
import { dividedInputs, type PartInputs, wholeInputs } from './part-inputs.ts'
import { type RomaeModel, requireTask } from './romae-model.ts'

/** A part of a model that stands alone as a file: see `exportOnnx`. */
export type ModelPart = 'encoder' | 'predictor' | 'imputer'

/** What a part computes. */
export interface PartProgram {
  readonly inputs: PartInputs
  run(parameters: TensorMap, inputs: TensorMap): Record<string, TensorMap[string]>
}

/** @throws RomaeError `TRAINER_TASK` for a part that the model does not have */
export function partOf(model: RomaeModel, part: ModelPart): PartProgram {
  const { config } = model
  if (part === 'imputer') {
    const pretraining = requireTask(model, 'pretraining').config
    if (config.modalities === undefined) {
      return {
        inputs: dividedInputs(config),
        run(parameters, inputs) {
          const { predictions } = pretrainingForward(pretraining, parameters, pretrainingInputs(inputs))
          return { predictions }
        },
      }
    }
    return {
      inputs: dividedInputs(config),
      run(parameters, inputs) {
        const predictions = pretrainingSetForward(pretraining, parameters, pretrainingSetInputs(pretraining, inputs))
        const named = Object.entries(predictions).map(([name, tensor]) => [inputOf('predictions', name), tensor])
        return Object.fromEntries(named)
      },
    }
  }
  const inputs = wholeInputs(config)
  if (part === 'encoder') {
    return { inputs, run: (parameters, given) => ({ embeddings: encoded(config, parameters, given) }) }
  }
  const prediction = requireTask(model, 'prediction').config
  return { inputs, run: (parameters, given) => ({ predictions: predicted(prediction, parameters, given) }) }
}

function encoded(config: RomaeConfig, parameters: TensorMap, given: TensorMap) {
  if (config.modalities === undefined) return encode(config, parameters, predictionInputs(given)).encoded
  return encodeSet(config, parameters, predictionSetInputs(config, given)).encoded
}

function predicted(config: PredictionConfig, parameters: TensorMap, given: TensorMap) {
  if (config.modalities === undefined) return predict(config, parameters, predictionInputs(given))
  return predictSet(config, parameters, predictionSetInputs(config, given))
}
