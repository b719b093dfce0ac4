import {
  encode,
  fromPyTorchConfig,
  fromPyTorchState,
  modelPositions,
  type PredictionConfig,
  type PredictionLoss,
  predict,
  predictionLoss,
} from '@romae/core'
import type { HostTensor, HostTensors } from '@romae/engine'
import { predictionInputs } from '@romae/trainer/node'
import { type Check, groupError, scaledError } from '../compare.ts'
import type { Fixture } from '../fixture.ts'
import { flatten, namedLayout, unflatten } from '../named-layout.ts'
import { tokensOf } from '../tokens.ts'
import { tolerances } from '../tolerances.ts'
import type { RunKind } from './kind.ts'
import { globalNorm } from './pretrain.ts'

/** A whole fine-tuning step: encoder outputs, logits, the loss and every gradient. */
export const classify: RunKind = async (fixture, engine) => {
  const config = predictionOf(fixture.meta.config)
  const tolerance = fixture.kind === 'absolute' ? tolerances.absolute : tolerances.classify
  const layout = namedLayout(config)
  const loss = lossOf(fixture)
  const program = engine.valueAndGrad({
    name: fixture.name,
    layout,
    run(parameters, inputs) {
      const modelInputs = predictionInputs(inputs)
      const { projection, encoded } = encode(config, parameters, modelInputs)
      const logits = predict(config, parameters, modelInputs)
      return { loss: predictionLoss(logits, inputs.targets!, loss, modelInputs.padding), logits, projection, encoded }
    },
  })
  const parameters = fromPyTorchState(config, fixture.group('state/'))
  const flat = flatten(layout, Object.fromEntries(Object.entries(parameters).map(([name, data]) => [name, { data }])))
  const result = await program.run(flat, {
    ...classifyInputs(config, {
      values: fixture.tensor('in/values'),
      positions: fixture.tensor('in/positions'),
      padding: fixture.has('in/pad_mask') ? fixture.tensor('in/pad_mask') : undefined,
    }),
    targets: fixture.tensor('in/label'),
  })
  await program.dispose()
  const gradients = unflatten(layout, result.gradient)
  const output = (quantity: keyof typeof tolerance & string, name: string, got: ArrayLike<number>): Check => ({
    quantity: name,
    error: scaledError(got, fixture.tensor(name).data),
    tolerance: tolerance[quantity],
  })
  return [
    output('mid', 'mid/projection', result.outputs.projection!.data),
    output('mid', 'mid/encoder', result.outputs.encoded!.data),
    output('out/logits', 'out/logits', result.outputs.logits!.data),
    output('out/loss', 'out/loss', [result.loss]),
    output('out/grad_norm', 'out/grad_norm', [globalNorm(gradients)]),
    { quantity: 'grad', error: groupError(gradients, fixture.group('grad/')), tolerance: tolerance.grad },
  ]
}

export function predictionOf(json: unknown): PredictionConfig {
  const config = fromPyTorchConfig(json)
  if (config.task !== 'prediction') throw new Error('a prediction configuration expected')
  return config
}

/** The host inputs of a fine-tuning fixture (or of one batch of it), without targets. */
export function classifyInputs(
  config: PredictionConfig,
  tensors: { values: HostTensor; positions: HostTensor; padding: HostTensor | undefined },
): HostTensors {
  const tokens = tokensOf(config, tensors.values, tensors.positions, tensors.padding)
  const { batch, length, tokenSize } = tokens
  const { positions, axes } = modelPositions(tokens, config.positionEncoding)
  return {
    values: { data: tokens.values, shape: [batch, length, tokenSize] },
    positions: { data: positions, shape: [batch, axes, length] },
    ...(tensors.padding === undefined
      ? {}
      : { padding: { data: Float32Array.from(tokens.padding), shape: [batch, length] } }),
  }
}

function lossOf(fixture: Fixture): PredictionLoss {
  const { loss, label_smoothing: smoothing } = fixture.meta
  if (loss === 'mse_sum') return { kind: 'meanSquaredError', reduction: 'sum' }
  if (loss === 'mse' || loss === 'mse_mean') return { kind: 'meanSquaredError', reduction: 'mean' }
  if (loss !== 'cross_entropy') throw new Error(`unknown loss "${loss}"`)
  const weights = fixture.has('in/class_weight') ? [...fixture.tensor('in/class_weight').data] : undefined
  return { kind: 'crossEntropy', smoothing, ...(weights === undefined ? {} : { classWeights: weights }) }
}
