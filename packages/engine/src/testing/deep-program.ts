import * as tf from '@tensorflow/tfjs'
import type { Program } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import { layoutOf, pseudoRandom } from './programs.ts'

/** Residual layers `x + tanh(x W)`, and the mean square of what comes out. */
export function deepProgram(depth: number, width: number): Program {
  const names = Array.from({ length: depth }, (_, layer) => `w${layer}`)
  return {
    name: 'deep',
    layout: layoutOf(Object.fromEntries(names.map((name) => [name, [width, width]]))),
    run(parameters, { x }) {
      const y = names.reduce((hidden, name) => tf.add(hidden, tf.tanh(tf.matMul(hidden, parameters[name]!))), x!)
      return { loss: tf.mean(tf.square(y)), sums: tf.sum(y, 1) }
    },
  }
}

/** Inputs of `deepProgram` for a batch. */
export function deepInputs(batch: number, width: number, seed: number): HostTensors {
  return { x: { data: pseudoRandom(batch * width, seed), shape: [batch, width] } }
}
