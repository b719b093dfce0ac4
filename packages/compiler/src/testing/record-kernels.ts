import '@tensorflow/tfjs'
import type * as tf from '@tensorflow/tfjs-core'
import type { Graph } from '../graph.ts'
import { optimize, type PassName } from '../passes/optimize.ts'
import { record } from '../recorder/record.ts'

type Named = Record<'x' | 'y' | 'z', tf.Tensor>

/** Records a function of `x` and `y` [2, 3] and `z` [3, 4]. */
export function recordOf(fn: (inputs: Named) => tf.Tensor | tf.Tensor[]): Graph {
  const shapes = { x: { shape: [2, 3] }, y: { shape: [2, 3] }, z: { shape: [3, 4] } }
  return record((inputs) => {
    const results = [fn(inputs as Named)].flat()
    return Object.fromEntries(results.map((tensor, index) => [`out${index}`, tensor]))
  }, shapes)
}

/** The kernels that are left when the pass has run on the function, in order. */
export function kernelsAfter(pass: PassName, fn: (inputs: Named) => tf.Tensor | tf.Tensor[]): string[] {
  return optimize(recordOf(fn), { passes: [pass] }).nodes.map(({ kernel }) => kernel)
}
