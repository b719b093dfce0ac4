import {
  type MaskedModality,
  type PredictionConfig,
  type PredictionLoss,
  type PredictionSetInputs,
  type PretrainingConfig,
  type PretrainingSetInputs,
  packedLayout,
  predictionLoss,
  predictSet,
  pretrainingSetForward,
  pretrainingSetLoss,
  type RomaeConfig,
  type TensorMap,
} from '@romae/core'
import type { Program } from '@romae/engine'
import { inputOf } from './input-names.ts'
import { weightOfTargets } from './loss-weights.ts'
import { dropoutMasks, optional } from './programs.ts'

/** The inputs of each modality, in the order in which a program has them. */
const maskedInputNames = [
  'visible',
  'visiblePositions',
  'visiblePadding',
  'maskedPositions',
  'maskedPadding',
  'targets',
] as const satisfies (keyof MaskedModality)[]

/**
 * Masked reconstruction of several modalities as a program of an engine.
 *
 * Inputs: those of `MaskedModality`, each with the name of its modality, such as `visible.image`, and `lossWeights`
 * `[batch, modalities]`. With targets the outputs are `loss` and `errors` `[batch, modalities]`, else `predictions.image` and so on.
 */
export function pretrainingSetProgram(config: PretrainingConfig): Program {
  return {
    name: 'pretraining of several modalities',
    identity: { state: JSON.stringify(config), module: import.meta.url },
    layout: packedLayout(config),
    // A batch need not have something visible and something masked of each modality.
    unusedParameters: 'zero',
    // Of rows, as `lossWeights` are those of the whole batch in all of its parts.
    lossWeight: (inputs) => inputs.lossWeights?.shape[0] ?? null,
    run(parameters, inputs) {
      const modelInputs = pretrainingSetInputs(config, inputs)
      const predictions = pretrainingSetForward(config, parameters, modelInputs)
      const hasTargets = Object.values(modelInputs.modalities).some(({ targets }) => targets !== undefined)
      if (hasTargets) return { ...pretrainingSetLoss(config, predictions, modelInputs) }
      return Object.fromEntries(
        Object.entries(predictions).map(([name, tensor]) => [inputOf('predictions', name), tensor]),
      )
    },
  }
}

/**
 * Classification or regression on several modalities as a program of an engine.
 *
 * Inputs: those of `PredictionInputs`, each with the name of its modality, such as `values.image`, and optionally `targets`; outputs:
 * `predictions`, and with targets `loss`.
 */
export function predictionSetProgram(config: PredictionConfig, loss: PredictionLoss): Program {
  const isSum = loss.kind === 'meanSquaredError' && loss.reduction === 'sum'
  return {
    name: 'prediction of several modalities',
    identity: { state: JSON.stringify({ config, loss }), module: import.meta.url },
    layout: packedLayout(config),
    unusedParameters: 'zero',
    // A sum over rows is no mean over them.
    ...(!isSum && { lossWeight: (inputs) => (inputs.targets === undefined ? null : weightOfTargets(loss, inputs)) }),
    run(parameters, inputs) {
      const predictions = predictSet(config, parameters, predictionSetInputs(config, inputs))
      const targets = optional(inputs, 'targets')
      return targets === undefined ? { predictions } : { loss: predictionLoss(predictions, targets, loss), predictions }
    },
  }
}

/** A program's inputs as those of an encoder of several modalities. */
export function predictionSetInputs(config: RomaeConfig, inputs: TensorMap): PredictionSetInputs {
  const modalities = config.modalities!.flatMap(({ name }) => {
    const [values, positions, padding] = ['values', 'positions', 'padding'].map((input) =>
      optional(inputs, inputOf(input, name)),
    )
    return values === undefined ? [] : [[name, { values, positions: positions!, padding }] as const]
  })
  return { modalities: Object.fromEntries(modalities), dropout: dropoutMasks(inputs) }
}

/** A program's inputs as those of the masked autoencoder of several modalities. */
export function pretrainingSetInputs(config: PretrainingConfig, inputs: TensorMap): PretrainingSetInputs {
  const modalities = config.modalities!.flatMap(({ name }) => {
    const given = maskedInputNames.flatMap((input) => {
      const tensor = optional(inputs, inputOf(input, name))
      return tensor === undefined ? [] : [[input, tensor] as const]
    })
    return given.length === 0 ? [] : [[name, Object.fromEntries(given) as MaskedModality] as const]
  })
  return {
    modalities: Object.fromEntries(modalities),
    lossWeights: optional(inputs, 'lossWeights'),
    dropout: dropoutMasks(inputs),
  }
}
