import type { Tensor } from '@tensorflow/tfjs-core'
import type { Program, TensorMap } from '../engine.ts'
import type { HostTensors } from '../host-tensor.ts'
import type { FlatLayoutEntry } from '../layout.ts'
import type { Tfjs } from '../program/call-program.ts'

/** Sizes of a small model and its batch. */
const [rows, tokens, width, heads, hidden, layers] = [16, 48, 192, 3, 768, 3]

/** Its parameters, by layer. */
const shapes: Readonly<Record<string, readonly number[]>> = {
  gain: [width],
  query: [width, width],
  key: [width, width],
  value: [width, width],
  mix: [width, width],
  up: [width, hidden],
  down: [hidden, width],
}

/** A model such as those that are trained here, with a batch: what one step of it takes tells engines apart. */
export function calibrationProgram(tf: Tfjs): {
  readonly program: Program
  readonly parameters: Float32Array
  readonly inputs: HostTensors
} {
  const entries: FlatLayoutEntry[] = []
  let size = 0
  for (let layer = 0; layer < layers; layer++) {
    for (const [name, shape] of Object.entries(shapes)) {
      const count = shape.reduce((product, dimension) => product * dimension, 1)
      entries.push({ name: `${layer}/${name}`, shape: [...shape], offset: size, size: count })
      size += count
    }
  }
  const program: Program = {
    name: 'calibration',
    layout: { entries, size },
    lossWeight: ({ x }) => x!.shape[0]!,
    run: (parameters, { x }) => {
      let state = x as Tensor
      for (let layer = 0; layer < layers; layer++) state = block(tf, parameters, layer, state)
      return { loss: tf.mean(tf.square(tf.sub(state, x!))) }
    },
  }
  const wave = (length: number, scale: number) =>
    Float32Array.from({ length }, (_, index) => scale * Math.sin(index * 1.7))
  const x = { data: wave(rows * tokens * width, 1), shape: [rows, tokens, width] }
  return { program, parameters: wave(size, 0.05), inputs: { x } }
}

/** Attention and a feed-forward part, each added to what came in. */
function block(tf: Tfjs, parameters: TensorMap, layer: number, x: Tensor): Tensor {
  const of = (name: string) => parameters[`${layer}/${name}`]!
  const batch = x.shape[0]!
  const linear = (value: Tensor, name: string) => {
    const flat = tf.matMul(tf.reshape(value, [-1, value.shape.at(-1)!]) as Tensor, of(name) as Tensor)
    return tf.reshape(flat, [batch, tokens, -1])
  }
  const norm = (value: Tensor) => {
    const mean = tf.mean(tf.square(value), -1, true)
    return tf.mul(tf.mul(value, tf.rsqrt(tf.add(mean, 1e-6))), of('gain'))
  }
  const split = (value: Tensor) => tf.transpose(tf.reshape(value, [batch, tokens, heads, width / heads]), [0, 2, 1, 3])
  const normed = norm(x)
  const [query, key, value] = ['query', 'key', 'value'].map((name) => split(linear(normed, name))) as [
    Tensor,
    Tensor,
    Tensor,
  ]
  const scores = tf.softmax(tf.mul(tf.matMul(query, key, false, true), (width / heads) ** -0.5))
  const mixed = tf.reshape(tf.transpose(tf.matMul(scores, value), [0, 2, 1, 3]), [batch, tokens, width])
  const attended = tf.add(x, linear(mixed, 'mix'))
  const raised = linear(norm(attended), 'up')
  return tf.add(attended, linear(tf.mul(raised, tf.sigmoid(raised)), 'down'))
}
