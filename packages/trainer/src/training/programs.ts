import {
  type PredictionConfig,
  type PredictionInputs,
  type PredictionLoss,
  type PretrainingConfig,
  type PretrainingInputs,
  packedLayout,
  predict,
  predictionLoss,
  pretrainingForward,
  pretrainingLoss,
  type TensorMap,
} from '@romae/core'
import type { Program } from '@romae/engine'
import type { Tensor } from '@tensorflow/tfjs-core'
import { weightOfMasked, weightOfTargets } from './loss-weights.ts'

/** Inputs whose names begin so are dropout masks; the rest of the name is the site. */
export const DROPOUT_PREFIX = 'dropout:'

/**
 * Masked reconstruction as a program of an engine.
 *
 * Inputs: those of `PretrainingInputs`, by name; with `targets` the outputs have a `loss`, always `predictions`.
 */
export function pretrainingProgram(config: PretrainingConfig): Program {
  return {
    name: 'pretraining',
    identity: { state: JSON.stringify(config), module: import.meta.url },
    layout: packedLayout(config),
    // Where all tokens are masked, [CLS] is all that the encoder reads, and the loss does not reach the projection.
    unusedParameters: config.cls ? 'zero' : 'error',
    lossWeight: (inputs) => (inputs.targets === undefined ? null : weightOfMasked(inputs, config)),
    run(parameters, inputs) {
      const modelInputs = pretrainingInputs(inputs)
      const { predictions } = pretrainingForward(config, parameters, modelInputs)
      if (modelInputs.targets === undefined) return { predictions }
      return { loss: pretrainingLoss(config, predictions, modelInputs), predictions }
    },
  }
}

/**
 * Classification or regression as a program of an engine.
 *
 * Inputs: those of `PredictionInputs`, by name, and optionally `targets`; outputs: `predictions`, and with targets `loss`.
 */
export function predictionProgram(config: PredictionConfig, loss: PredictionLoss): Program {
  const isSum = loss.kind === 'meanSquaredError' && loss.reduction === 'sum'
  return {
    name: 'prediction',
    identity: { state: JSON.stringify({ config, loss }), module: import.meta.url },
    layout: packedLayout(config),
    // A sum over rows is no mean over them.
    ...(!isSum && { lossWeight: (inputs) => (inputs.targets === undefined ? null : weightOfTargets(loss, inputs)) }),
    run(parameters, inputs) {
      const modelInputs = predictionInputs(inputs)
      const predictions = predict(config, parameters, modelInputs)
      const targets = optional(inputs, 'targets')
      if (targets === undefined) return { predictions }
      return { loss: predictionLoss(predictions, targets, loss, modelInputs.padding), predictions }
    },
  }
}

/** A program's inputs as those of the masked autoencoder. */
export function pretrainingInputs(inputs: TensorMap): PretrainingInputs {
  return {
    visible: optional(inputs, 'visible'),
    visiblePositions: optional(inputs, 'visiblePositions'),
    visiblePadding: optional(inputs, 'visiblePadding'),
    maskedPositions: inputs.maskedPositions!,
    maskedPadding: optional(inputs, 'maskedPadding'),
    targets: optional(inputs, 'targets'),
    dropout: dropoutMasks(inputs),
  }
}

/** A program's inputs as those of an encoder with a head. */
export function predictionInputs(inputs: TensorMap): PredictionInputs {
  return {
    values: inputs.values!,
    positions: inputs.positions!,
    padding: optional(inputs, 'padding'),
    dropout: dropoutMasks(inputs),
  }
}

/** An engine throws for an input that is read but was not given, so what may be absent is looked for first. */
export function optional(inputs: TensorMap, name: string): Tensor | undefined {
  return name in inputs ? inputs[name] : undefined
}

/** Keep masks by site; undefined where nothing is dropped. */
export function dropoutMasks(inputs: TensorMap): TensorMap | undefined {
  const masks = Object.entries(inputs).filter(([name]) => name.startsWith(DROPOUT_PREFIX))
  if (masks.length === 0) return undefined
  return Object.fromEntries(masks.map(([name, mask]) => [name.slice(DROPOUT_PREFIX.length), mask]))
}
