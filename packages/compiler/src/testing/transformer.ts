import * as tf from '@tensorflow/tfjs-core'
import { floats, type HostTensors } from './run-graph.ts'

const [batch, length, width, heads, layers] = [2, 5, 8, 2, 2]
const headDim = width / heads

type Named = Record<string, tf.Tensor>

const parameterShapes: Readonly<Record<string, readonly number[]>> = Object.fromEntries([
  ['embed', [6, width]],
  ['cls', [1, 1, width]],
  ['head', [width, 3]],
  ...Array.from({ length: layers }, (_, layer) => [
    [`gain${layer}`, [width]],
    [`qkv${layer}`, [width, 3 * width]],
    [`out${layer}`, [width, width]],
    [`gainMlp${layer}`, [width]],
    [`up${layer}`, [width, 2 * width]],
    [`down${layer}`, [2 * width, width]],
  ]).flat(),
])

/** Inputs of `trainingStep`: parameters, tokens, positions and targets. */
export function transformerFeeds(): HostTensors {
  const parameters = Object.entries(parameterShapes).map(([name, shape], index) => {
    const values = floats(shape, 1 + index / 7)
    return [name, { ...values, data: values.data.map((value) => value * 0.3) }]
  })
  return {
    ...Object.fromEntries(parameters),
    x: floats([batch, length - 1, 6], 1.3),
    angles: floats([batch, length, headDim / 2], 1.7),
    target: floats([batch, length, 3], 2.1),
  }
}

/** The loss of a small transformer and the gradients of its parameters. */
export function trainingStep(inputs: Named): Named {
  const names = Object.keys(parameterShapes)
  const angles = get(inputs, 'angles')
  // Made outside the loss: tfjs disposes what the forward pass makes before the gradients run.
  const tables = { cos: tf.cos(angles), sin: tf.sin(angles) }
  const loss = (...values: tf.Tensor[]): tf.Scalar => {
    const parameters = Object.fromEntries(names.map((name, index) => [name, values[index] as tf.Tensor]))
    return tf.losses.meanSquaredError(get(inputs, 'target'), forward(parameters, { ...inputs, ...tables })) as tf.Scalar
  }
  const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => get(inputs, name)))
  return { loss: value, ...Object.fromEntries(names.map((name, index) => [`d_${name}`, grads[index] as tf.Tensor])) }
}

function forward(parameters: Named, inputs: Named): tf.Tensor {
  const cls = tf.tile(get(parameters, 'cls'), [batch, 1, 1])
  let x: tf.Tensor = tf.concat([cls, linear(get(inputs, 'x'), get(parameters, 'embed'))], 1)
  const [cos, sin] = [get(inputs, 'cos'), get(inputs, 'sin')]
  for (let layer = 0; layer < layers; layer++) {
    const normed = rmsNorm(x, get(parameters, `gain${layer}`))
    const [q, k, v] = tf.split(linear(normed, get(parameters, `qkv${layer}`)), 3, 2).map(toHeads) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ]
    const scores = tf.mul(tf.matMul(rotary(q, cos, sin), rotary(k, cos, sin), false, true), 1 / Math.sqrt(headDim))
    const mixed = tf.transpose(tf.matMul(tf.softmax(scores), v), [0, 2, 1, 3])
    x = tf.add(x, linear(tf.reshape(mixed, [batch, length, width]), get(parameters, `out${layer}`)))
    const up = linear(rmsNorm(x, get(parameters, `gainMlp${layer}`)), get(parameters, `up${layer}`))
    x = tf.add(x, linear(silu(up), get(parameters, `down${layer}`)))
  }
  return linear(x, get(parameters, 'head'))
}

function toHeads(x: tf.Tensor): tf.Tensor {
  return tf.transpose(tf.reshape(x, [batch, length, heads, headDim]), [0, 2, 1, 3])
}

function linear(x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  const [rows = 0, columns = 0] = weight.shape
  return tf.reshape(tf.matMul(tf.reshape(x, [-1, rows]), weight as tf.Tensor2D), [...x.shape.slice(0, -1), columns])
}

function hasKernel(kernel: string): boolean {
  return tf.getKernel(kernel, tf.getBackend()) != null
}

function rmsNorm(x: tf.Tensor, gain: tf.Tensor): tf.Tensor {
  const plain = (x: tf.Tensor) => tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), 1e-6))
  const op = tf.customGrad((x, gain, save) => {
    const [value, inverse] = hasKernel('RmsNorm')
      ? (tf.engine().runKernel('RmsNorm', { x: x as tf.Tensor, gain: gain as tf.Tensor }, { epsilon: 1e-6 }) as [
          tf.Tensor,
          tf.Tensor,
        ])
      : [tf.mul(tf.mul(x as tf.Tensor, plain(x as tf.Tensor)), gain as tf.Tensor), plain(x as tf.Tensor)]
    ;(save as tf.GradSaveFunc)([x as tf.Tensor, gain as tf.Tensor, inverse])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, gain, inverse] = saved as [tf.Tensor, tf.Tensor, tf.Tensor]
      const normed = tf.mul(x, inverse)
      const scaled = tf.mul(dy, gain)
      const along = tf.mean(tf.mul(scaled, normed), -1, true)
      const dGain = tf.sum(tf.reshape(tf.mul(dy, normed), [-1, width]), 0)
      return [tf.mul(inverse, tf.sub(scaled, tf.mul(normed, along))), dGain]
    }
    return { value, gradFunc }
  })
  return op(x, gain)
}

function silu(x: tf.Tensor): tf.Tensor {
  const op = tf.customGrad((x, save) => {
    const input = x as tf.Tensor
    const value = hasKernel('Silu')
      ? (tf.engine().runKernel('Silu', { x: input }) as tf.Tensor)
      : tf.mul(input, tf.sigmoid(input))
    ;(save as tf.GradSaveFunc)([input])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const gate = tf.sigmoid(saved[0] as tf.Tensor)
      return tf.mul(dy, tf.mul(gate, tf.add(1, tf.mul(saved[0] as tf.Tensor, tf.sub(1, gate)))))
    }
    return { value, gradFunc }
  })
  return op(x)
}

function rotate(x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor {
  if (hasKernel('RotaryEmbedding')) return tf.engine().runKernel('RotaryEmbedding', { x, cos, sin }) as tf.Tensor
  const [first, second] = tf.split(x, 2, 3) as [tf.Tensor, tf.Tensor]
  const [c, s] = [tf.expandDims(cos, 1), tf.expandDims(sin, 1)]
  const rotated = [tf.sub(tf.mul(first, c), tf.mul(second, s)), tf.add(tf.mul(second, c), tf.mul(first, s))]
  return tf.concat(rotated, 3)
}

function rotary(x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor {
  const op = tf.customGrad((x) => ({
    value: rotate(x as tf.Tensor, cos, sin),
    gradFunc: (dy: tf.Tensor) => rotate(dy, cos, tf.neg(sin)),
  }))
  return op(x)
}

function get(tensors: Named, name: string): tf.Tensor {
  const tensor = tensors[name]
  if (tensor === undefined) throw new Error(`no tensor ${name}`)
  return tensor
}
