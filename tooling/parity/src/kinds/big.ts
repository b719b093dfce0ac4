import { fromPyTorchState, type Parameters } from '@romae/core'
import { pretrainingProgram } from '@romae/trainer/node'
import { type Check, scaledError, worse } from '../compare.ts'
import type { Fixture } from '../fixture.ts'
import { flatten, namedLayout, unflatten } from '../named-layout.ts'
import { pretrainingOf } from '../reference-terms.ts'
import { tolerances } from '../tolerances.ts'
import type { RunKind } from './kind.ts'
import { globalNorm, pretrainInputs } from './pretrain.ts'

interface HashedWeight {
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
  readonly scale: number
  readonly add: number
}

/** A model of full size whose weights are computed, not stored. */
export const big: RunKind = async (fixture, engine) => {
  const config = pretrainingOf(fixture.meta.config)
  const weights: readonly HashedWeight[] = fixture.meta.weights
  const parameters = hashedParameters(weights)
  const first8 = fixture.tensor('in/weight_first8').data
  let weightError = 0
  weights.forEach(({ name }, row) => {
    parameters[name]!.data.subarray(0, 8).forEach((value, column) => {
      weightError = worse(weightError, Math.abs(value - first8[8 * row + column]!))
    })
  })

  const layout = namedLayout(config)
  const named: Parameters = fromPyTorchState(config, parameters)
  const flat = flatten(layout, Object.fromEntries(Object.entries(named).map(([name, data]) => [name, { data }])))
  const program = engine.valueAndGrad({ ...pretrainingProgram(config), layout })
  const { loss, gradient, outputs } = await program.run(
    flat,
    pretrainInputs(config, {
      values: fixture.tensor('in/values'),
      positions: fixture.tensor('in/positions'),
      mask: fixture.tensor('in/mask'),
      padding: fixture.has('in/pad_mask') ? fixture.tensor('in/pad_mask') : undefined,
    }),
  )
  await program.dispose()
  const gradients = unflatten(layout, gradient)
  const norms = weights.map(({ name }) => globalNorm({ [name]: gradients[name]! }))
  const tolerance = tolerances.big
  const output = (name: 'out/logits' | 'out/loss' | 'out/grad_norm', got: ArrayLike<number>): Check => ({
    quantity: name,
    error: scaledError(got, fixture.tensor(name).data),
    tolerance: tolerance[name],
  })
  return [
    { quantity: 'weights', error: weightError, tolerance: 0 },
    output('out/logits', outputs.predictions!.data),
    output('out/loss', [loss]),
    output('out/grad_norm', [globalNorm(gradients)]),
    {
      quantity: 'out/grad_norm_per_parameter',
      error: scaledError(norms, fixture.tensor('out/grad_norm_per_parameter').data),
      tolerance: tolerance['out/grad_norm_per_parameter'],
    },
    { quantity: 'grad_first8', error: first8Error(weights, gradients, fixture), tolerance: tolerance.grad_first8 },
  ]
}

function hashedParameters(weights: readonly HashedWeight[]) {
  return Object.fromEntries(
    weights.map(({ name, shape, offset, scale, add }) => {
      const size = shape.reduce((product, length) => product * length, 1)
      const data = Float32Array.from(
        { length: size },
        (_, index) => add + (hash(index, offset) / 2 ** 32 - 0.5) * scale,
      )
      return [name, { shape, data }]
    }),
  )
}

/** The hash that the fixture's header describes, in unsigned 32-bit arithmetic. */
function hash(index: number, offset: number): number {
  let x = (Math.imul(index, 2654435761) + offset) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b) >>> 0
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0
  return (x ^ (x >>> 16)) >>> 0
}

function first8Error(
  weights: readonly HashedWeight[],
  gradients: Readonly<Record<string, Float32Array>>,
  fixture: Fixture,
): number {
  const got = new Float32Array(8 * weights.length)
  weights.forEach(({ name }, row) => {
    got.set(gradients[name]!.subarray(0, 8), 8 * row)
  })
  return scaledError(got, fixture.tensor('grad_first8').data)
}
