import { type RotaryOptions, rotaryEmbedding, rotaryTables, rotaryTimescales } from '@romae/core'
import type { HostTensor } from '@romae/engine'
import * as tf from '@tensorflow/tfjs-core'
import { type Check, scaledError, worse } from '../compare.ts'
import { layoutOf } from '../named-layout.ts'
import type { RunKind } from './kind.ts'

/**
 * Rotary tables, rotated vectors and their gradient. Positions go to 5000, where one float32 rounding of an angle is
 * 2.4e-4 rad: errors are measured in units of 1e-6 + 1e-7 x (largest |position| of the token), and may be up to 1.
 */
export const rope: RunKind = async (fixture, engine) => {
  const { n_dims: axes, head_dim: headDimension, p: fraction } = fixture.meta
  const options: RotaryOptions = { headDimension, axes, fraction, keep: 'fastest' }
  const x = fixture.tensor('in/x')
  const positions = fixture.tensor('in/positions')
  const cotangent = fixture.tensor('in/cotangent')
  const pairs = headDimension / axes / 2

  const program = engine.valueAndGrad({
    name: fixture.name,
    layout: layoutOf([{ name: 'x', shape: x.shape }]),
    run(parameters, inputs) {
      const y = rotaryEmbedding(parameters.x!, inputs.positions!, options)
      const { cos, sin } = rotaryTables(inputs.positions!, options)
      return { loss: tf.sum(tf.mul(y, inputs.cotangent!)), y, cos, sin }
    },
  })
  const result = await program.run(x.data as Float32Array, { positions, cotangent })
  await program.dispose()

  const timescales = rotaryTimescales(options)
  const unit = positionUnits(positions)
  const rotated = [...timescales].filter(Number.isFinite).length
  const byAxis = (table: ArrayLike<number>) => tableByAxis(table, positions.shape as [number, number, number], pairs)
  return [
    {
      quantity: 'rotated pairs',
      error: Math.abs(rotated - fixture.tensor('out/n_rotated_pairs_per_axis').data[0]!),
      tolerance: 0,
    },
    { quantity: 'timescale', error: inverseError(timescales, fixture.tensor('out/timescale').data), tolerance: 1e-6 },
    tableCheck('sin', byAxis(result.outputs.sin!.data), fixture.tensor('out/sin'), unit),
    tableCheck('cos', byAxis(result.outputs.cos!.data), fixture.tensor('out/cos'), unit),
    vectorCheck('y', result.outputs.y!.data, fixture.tensor('out/y'), unit, x),
    vectorCheck('grad_x', result.gradient, fixture.tensor('grad_x'), unit, cotangent),
  ]
}

/** 1 / timescale is 0 for a pair that does not rotate. */
function inverseError(got: Float64Array, expected: ArrayLike<number>): number {
  return scaledError(
    got.map((value) => 1 / value),
    Float64Array.from(expected, (value) => 1 / value),
  )
}

/** For each sample and token, what an error may be. */
function positionUnits({ data, shape }: HostTensor): Float64Array {
  const [batch, axes, length] = shape as [number, number, number]
  return Float64Array.from({ length: batch * length }, (_, index) => {
    const sample = Math.floor(index / length)
    let largest = 0
    for (let axis = 0; axis < axes; axis++) {
      largest = Math.max(largest, Math.abs(data[(sample * axes + axis) * length + (index % length)]!))
    }
    return 1e-6 + 1e-7 * largest
  })
}

/** `[batch, length, axes x pairs]` to `[batch, axes, length, pairs]`. */
function tableByAxis(
  table: ArrayLike<number>,
  [batch, axes, length]: [number, number, number],
  pairs: number,
): Float32Array {
  const result = new Float32Array(table.length)
  let target = 0
  for (let sample = 0; sample < batch; sample++)
    for (let axis = 0; axis < axes; axis++)
      for (let token = 0; token < length; token++)
        for (let pair = 0; pair < pairs; pair++)
          result[target++] = table[((sample * length + token) * axes + axis) * pairs + pair]!
  return result
}

/** Tables are `[batch, axes, length, pairs]`. */
function tableCheck(quantity: string, got: Float32Array, expected: HostTensor, unit: Float64Array): Check {
  const [, axes, length, pairs] = expected.shape as [number, number, number, number]
  let error = 0
  for (let index = 0; index < got.length; index++) {
    const token = Math.floor(index / pairs) % length
    const sample = Math.floor(index / (pairs * length * axes))
    error = worse(error, Math.abs(got[index]! - expected.data[index]!) / unit[sample * length + token]!)
  }
  return { quantity, error, tolerance: 1 }
}

/** Vectors are `[batch, length, heads, headDimension]`, and their error grows with the length of a pair. */
function vectorCheck(
  quantity: string,
  got: ArrayLike<number>,
  expected: HostTensor,
  unit: Float64Array,
  source: HostTensor,
): Check {
  const perToken = expected.shape[2]! * expected.shape[3]!
  let largest = 0
  for (const value of source.data) largest = Math.max(largest, Math.abs(value))
  let error = 0
  for (let index = 0; index < expected.data.length; index++) {
    const allowed = unit[Math.floor(index / perToken)]! * Math.SQRT2 * largest
    error = worse(error, Math.abs(got[index]! - expected.data[index]!) / allowed)
  }
  return { quantity, error, tolerance: 1 }
}
