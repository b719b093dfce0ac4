import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs-core'
import { relativeError } from './compare.ts'
import { randomTensor } from './models.ts'

/**
 * Compares the gradients of a function with fourth-order central differences.
 *
 * tfjs computes in single precision: with a step of 0.05 its rounding (6e-8 of a value near 1, divided by the step)
 * and the differences' own error (step^4 / 30 times a fifth derivative) both stay below 1e-5 for inputs near 1. The
 * sum over outputs is made in double precision.
 *
 * @returns the worst difference of any input's gradient, relative to that gradient's largest entry
 */
export function gradientError(run: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: readonly tf.Tensor[]): number {
  const step = 0.05
  const output = run(...inputs)
  const cotangent = randomTensor(createRandom(7, 'cotangent'), output.shape)
  const weights = [...cotangent.dataSync()]
  const analytic = tf.grads((...values) => tf.sum(tf.mul(run(...values), cotangent)))([...inputs])
  const errors = inputs.map((input, which) => {
    const numbers = input.dataSync()
    const at = (index: number, offset: number) => {
      const moved = Float32Array.from(numbers)
      moved[index] = moved[index]! + offset
      return tf.tidy(() => {
        const values = inputs.map((other, place) => (place === which ? tf.tensor(moved, input.shape) : other))
        const results = run(...values).dataSync()
        return weights.reduce((sum, weight, place) => sum + weight * results[place]!, 0)
      })
    }
    const numeric = Float64Array.from({ length: numbers.length }, (_, index) => {
      const near = at(index, step) - at(index, -step)
      const far = at(index, 2 * step) - at(index, -2 * step)
      return (8 * near - far) / (12 * step)
    })
    return relativeError(analytic[which]!.dataSync(), numeric)
  })
  tf.dispose([output, cotangent, analytic])
  return Math.max(...errors)
}
