import * as tf from '@tensorflow/tfjs'
import type { Program } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import type { FlatLayout } from '../layout.ts'

/** A layout of these shapes, back to back. */
export function layoutOf(shapes: Readonly<Record<string, readonly number[]>>): FlatLayout {
  let size = 0
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const entry = { name, shape, offset: size, size: shape.reduce((product, dimension) => product * dimension, 1) }
    size += entry.size
    return entry
  })
  return { entries, size }
}

/** Numbers from -scale to scale that are the same in every run. */
export function pseudoRandom(length: number, seed: number, scale = 1): Float32Array {
  let state = seed * 2_654_435_761 + 1
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 31 - 1) * scale
  })
}

/** Two linear layers with tanh between them, and squared error. Its 61 parameters are no multiple of 4. */
export const mlp: Program = {
  name: 'mlp',
  layout: layoutOf({ 'hidden.weight': [7, 5], 'hidden.bias': [7], 'out.weight': [2, 7], 'out.bias': [2], gain: [3] }),
  run(parameters, inputs) {
    const hidden = tf.tanh(
      tf.add(tf.matMul(inputs.x!, parameters['hidden.weight']!, false, true), parameters['hidden.bias']!),
    )
    const prediction = tf.add(tf.matMul(hidden, parameters['out.weight']!, false, true), parameters['out.bias']!)
    const error = tf.mean(tf.square(tf.sub(prediction, inputs.y!)))
    // A parameter that enters the loss alone has a gradient that depends on nothing else.
    return { loss: tf.add(error, tf.mul(tf.sum(parameters.gain!), 0.01)), prediction }
  },
}

/** Inputs of `mlp` for a batch. */
export function mlpInputs(batch: number, seed: number): HostTensors {
  return {
    x: { data: pseudoRandom(batch * 5, seed), shape: [batch, 5] },
    y: { data: pseudoRandom(batch * 2, seed + 1), shape: [batch, 2] },
  }
}

const [heads, headDim] = [2, 3]
const width = heads * headDim

/** Self-attention with one weight for q, k and v, padding, and a choice of class per token as a second output. */
export const attention: Program = {
  name: 'attention',
  layout: layoutOf({ 'qkv.weight': [3 * width, width], 'out.weight': [width, width] }),
  run(parameters, inputs) {
    const [batch, length] = inputs.x!.shape as [number, number]
    const tokens = tf.reshape(inputs.x!, [batch * length, width])
    const qkv = tf.matMul(tokens, parameters['qkv.weight']!, false, true)
    const [q, k, v] = tf
      .split(tf.reshape(qkv, [batch, length, 3 * heads, headDim]), 3, 2) // each [batch, length, heads, headDim]
      .map((part) => tf.transpose(part, [0, 2, 1, 3])) as [tf.Tensor, tf.Tensor, tf.Tensor]
    const penalty = tf.reshape(tf.mul(tf.cast(inputs.padding!, 'float32'), -1e4), [batch, 1, 1, length])
    const weights = tf.softmax(tf.add(tf.div(tf.matMul(q, k, false, true), Math.sqrt(headDim)), penalty))
    const mixed = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [batch * length, width])
    const output = tf.add(tokens, tf.matMul(mixed, parameters['out.weight']!, false, true))
    return {
      loss: tf.mean(tf.square(output)),
      output: tf.reshape(output, [batch, length, width]),
      choice: tf.argMax(tf.reshape(output, [batch, length, width]), 2),
    }
  },
}

/** Inputs of `attention`; the last token of each sequence is padding. */
export function attentionInputs(batch: number, length: number, seed: number): HostTensors {
  const padding = Int32Array.from({ length: batch * length }, (_, index) => (index % length === length - 1 ? 1 : 0))
  return {
    x: { data: pseudoRandom(batch * length * width, seed), shape: [batch, length, width] },
    padding: { data: padding, shape: [batch, length] },
  }
}

/** Initial parameters of a program. */
export function initialParameters(program: Program, seed = 7): Float32Array {
  return pseudoRandom(program.layout.size, seed, 0.5)
}
