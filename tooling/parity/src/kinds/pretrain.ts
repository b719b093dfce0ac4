import {
  fromPyTorchState,
  type PretrainingConfig,
  type PretrainingOutputs,
  pretrainingForward,
  pretrainingLoss,
  splitByMask,
  standardizeTokens,
} from '@romae/core'
import type { Engine, HostTensor, HostTensors, Program } from '@romae/engine'
import { pretrainingHostInputs, pretrainingInputs } from '@romae/trainer/node'
import { type Check, groupError, scaledError } from '../compare.ts'
import type { Fixture } from '../fixture.ts'
import { flatten, namedLayout, unflatten } from '../named-layout.ts'
import { pretrainingOf } from '../reference-terms.ts'
import { tokensOf } from '../tokens.ts'
import { tolerances } from '../tolerances.ts'
import type { RunKind } from './kind.ts'

/** A whole pre-training step: every intermediate result, the loss and every gradient. */
export const pretrain: RunKind = async (fixture, engine) => {
  const config = pretrainingOf(fixture.meta.config)
  const tolerance = fixture.kind === 'absolute' ? tolerances.absolute : tolerances.pretrain
  const { loss, gradients, outputs } = await differentiate(engine, config, fixture)
  const { projection, encoded, bridged, decoded, predictions, targets } = outputs
  const mid = (name: string, got: HostTensor | undefined): Check => ({
    quantity: `mid/${name}`,
    error: scaledError(got!.data, fixture.tensor(`mid/${name}`).data),
    tolerance: tolerance.mid,
  })
  const visible = fixture.tensor('mid/projection').shape[1]! > 0
  return [
    ...(visible ? [mid('projection', projection)] : []),
    mid('encoder', encoded),
    mid('encoder_decoder_proj', bridged),
    mid('decoder', decoded),
    mid('targets', targets),
    {
      quantity: 'out/logits',
      error: scaledError(predictions!.data, fixture.tensor('out/logits').data),
      tolerance: tolerance['out/logits'],
    },
    {
      quantity: 'out/loss',
      error: scaledError([loss], fixture.tensor('out/loss').data),
      tolerance: tolerance['out/loss'],
    },
    {
      quantity: 'out/grad_norm',
      error: scaledError([globalNorm(gradients)], fixture.tensor('out/grad_norm').data),
      tolerance: tolerance['out/grad_norm'],
    },
    { quantity: 'grad', error: groupError(gradients, fixture.group('grad/')), tolerance: tolerance.grad },
  ]
}

/** The host inputs of a pre-training fixture (or of one batch of it). */
export function pretrainInputs(
  config: PretrainingConfig,
  tensors: { values: HostTensor; positions: HostTensor; mask: HostTensor; padding: HostTensor | undefined },
): HostTensors {
  const tokens = tokensOf(config, tensors.values, tensors.positions, tensors.padding)
  const split = splitByMask(tokens, Uint8Array.from(tensors.mask.data), config)
  return pretrainingHostInputs(split, config.tokenSize)
}

export function globalNorm(gradients: Readonly<Record<string, Float32Array>>): number {
  let sum = 0
  for (const gradient of Object.values(gradients)) for (const value of gradient) sum += value * value
  return Math.sqrt(sum)
}

async function differentiate(engine: Engine, config: PretrainingConfig, fixture: Fixture) {
  const layout = namedLayout(config)
  const program = engine.valueAndGrad(everythingProgram(config, fixture.name))
  const inputs = pretrainInputs(config, {
    values: fixture.tensor('in/values'),
    positions: fixture.tensor('in/positions'),
    mask: fixture.tensor('in/mask'),
    padding: fixture.has('in/pad_mask') ? fixture.tensor('in/pad_mask') : undefined,
  })
  const parameters = fromPyTorchState(config, fixture.group('state/'))
  const flat = flatten(layout, Object.fromEntries(Object.entries(parameters).map(([name, data]) => [name, { data }])))
  const { loss, gradient, outputs } = await program.run(flat, inputs)
  await program.dispose()
  return { loss, gradients: unflatten(layout, gradient), outputs }
}

/** The pre-training step under checkpoint names, with all its intermediate results as outputs. */
function everythingProgram(config: PretrainingConfig, name: string): Program {
  return {
    name,
    layout: namedLayout(config),
    // A mask that leaves only [CLS] visible does not reach the patch projection.
    unusedParameters: config.cls ? 'zero' : 'error',
    run(parameters, inputs) {
      const modelInputs = pretrainingInputs(inputs)
      const forward: PretrainingOutputs = pretrainingForward(config, parameters, modelInputs, { everyToken: true })
      const loss = pretrainingLoss(config, forward.predictions, modelInputs)
      const targets = config.normalizeTargets ? standardizeTokens(inputs.targets!) : inputs.targets!.clone()
      return { loss, ...forward, targets }
    },
  }
}
