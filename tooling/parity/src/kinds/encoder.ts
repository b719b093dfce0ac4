import { packedEntries, packTensors, predictionConfig, runStack } from '@romae/core'
import * as tf from '@tensorflow/tfjs-core'
import { groupError, scaledError } from '../compare.ts'
import { flatten, layoutOf, unflatten } from '../named-layout.ts'
import { encoderOptions, positionEncodings } from '../reference-terms.ts'
import { tolerances } from '../tolerances.ts'
import type { RunKind } from './kind.ts'

/** A stack of blocks alone: outputs, and gradients of weights and input for a given cotangent. */
export const encoder: RunKind = async (fixture, engine) => {
  const { encoder_config: stack, n_pos_dims: axes, p_rope_val: ropeFraction, pos_encoding } = fixture.meta
  const positionEncoding = positionEncodings[pos_encoding]!
  const config = predictionConfig({
    tokenSize: 1,
    axes,
    encoder: encoderOptions(stack),
    ropeFraction,
    positionEncoding,
    outputSize: 1,
  })
  const entries = packedEntries(config).filter(({ name }) => name.startsWith('encoder.'))
  const weights = fixture.group('state/')
  const x = fixture.tensor('in/x')
  const named = [
    { name: 'x', shape: x.shape },
    ...Object.entries(weights).map(([name, { shape }]) => ({ name, shape })),
  ]
  const layout = layoutOf(named)
  const program = engine.valueAndGrad({
    name: fixture.name,
    layout,
    run({ x: input, ...state }, inputs) {
      const prefixed = Object.fromEntries(Object.entries(state).map(([name, weight]) => [`encoder.${name}`, weight]))
      const sequence = {
        x: input!,
        positions: inputs.positions!,
        padding: 'padding' in inputs ? inputs.padding : undefined,
      }
      const packed = packTensors(config, prefixed, entries)
      const y = runStack('encoder', config.encoder, config, packed, sequence, (_site, _rate, value) => value)
      return { loss: tf.sum(tf.mul(y, inputs.cotangent!)), y }
    },
  })
  const { loss, gradient, outputs } = await program.run(flatten(layout, { x, ...weights }), {
    positions: fixture.tensor('in/positions'),
    cotangent: fixture.tensor('in/cotangent'),
    ...(fixture.has('in/pad_mask') ? { padding: fixture.tensor('in/pad_mask') } : {}),
  })
  await program.dispose()
  const { x: gradientOfInput, ...gradients } = unflatten(layout, gradient)
  const tolerance = tolerances.encoder
  return [
    { quantity: 'y', error: scaledError(outputs.y!.data, fixture.tensor('out/y').data), tolerance: tolerance['out/y'] },
    {
      quantity: 'scalar',
      error: scaledError([loss], fixture.tensor('out/scalar').data),
      tolerance: tolerance['out/scalar'],
    },
    { quantity: 'grad', error: groupError(gradients, fixture.group('grad/')), tolerance: tolerance.grad },
    {
      quantity: 'grad_x',
      error: scaledError(gradientOfInput!, fixture.tensor('grad_x').data),
      tolerance: tolerance.grad_x,
    },
  ]
}
