import * as tf from '@tensorflow/tfjs-core'
import * as ort from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import type { RecordableFunction } from '../recorder/record.ts'
import { floats, type HostTensors } from '../testing/run-graph.ts'
import { type DynamicInputSpec, toDynamicOnnx } from './to-dynamic-onnx.ts'

/** Runs one model for several sizes and compares with eager tfjs. */
async function expectSame(
  fn: RecordableFunction,
  inputs: Readonly<Record<string, DynamicInputSpec>>,
  trials: readonly Readonly<Record<string, number>>[],
): Promise<void> {
  const session = await ort.InferenceSession.create(toDynamicOnnx(fn, inputs), { logSeverityLevel: 3 })
  for (const sizes of trials) {
    const given: HostTensors = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape }], index) => {
        return [
          name,
          floats(
            shape.map((size) => (typeof size === 'string' ? sizes[size]! : size)),
            index + 1,
          ),
        ]
      }),
    )
    const feeds = Object.fromEntries(
      Object.entries(given).map(([name, { data, shape }]) => [
        name,
        new ort.Tensor('float32', data as Float32Array, shape),
      ]),
    )
    const results = await session.run(feeds)
    const expected = tf.tidy(() => {
      const tensors = Object.entries(given).map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])])
      const outputs = fn(Object.fromEntries(tensors))
      return Object.entries(outputs).map(([name, tensor]) => ({ name, shape: tensor.shape, data: tensor.dataSync() }))
    })
    for (const { name, shape, data } of expected) {
      expect(results[name]!.dims).toEqual(shape)
      const got = results[name]!.data as Float32Array
      data.forEach((value, index) => {
        expect(got[index]).toBeCloseTo(value, 4)
      })
    }
  }
}

const trials = [
  { batch: 1, length: 1 },
  { batch: 2, length: 5 },
  { batch: 7, length: 3 },
]

describe('toDynamicOnnx', () => {
  it('leaves sizes of inputs and outputs open', async () => {
    const fn: RecordableFunction = ({ x }) => ({ y: tf.mul(x!, 2), total: tf.sum(x!) })
    await expectSame(fn, { x: { shape: ['batch', 'length', 3] } }, trials)
  })

  it('computes shapes in between: reshapes, transposes, fills, concatenations, slices', async () => {
    const fn: RecordableFunction = ({ x }) => {
      const [batch, length] = x!.shape as [number, number]
      const withFirst = tf.concat([tf.fill([batch, 1, 6], 0.5), x!], 1)
      const heads = tf.transpose(tf.reshape(withFirst, [batch * (length + 1), 2, 3]), [1, 0, 2])
      const rows = tf.reshape(heads, [2, batch, length + 1, 3])
      return {
        y: tf.softmax(tf.matMul(rows, rows, false, true)),
        last: tf.slice(withFirst, [0, length, 0], [-1, 1, -1]),
      }
    }
    await expectSame(fn, { x: { shape: ['batch', 'length', 6] } }, trials)
  })

  it('counts positions for the rotary embedding', async () => {
    const fn: RecordableFunction = ({ x, angles }) => {
      const kernel = { x: x!, cos: tf.cos(angles!), sin: tf.sin(angles!) }
      if (tf.getKernel('RotaryEmbedding', tf.getBackend()) !== undefined) {
        return { y: tf.engine().runKernel('RotaryEmbedding', kernel) as tf.Tensor }
      }
      const [a, b] = tf.split(x!, 2, 3) as [tf.Tensor, tf.Tensor]
      const [c, s] = [tf.expandDims(kernel.cos, 1), tf.expandDims(kernel.sin, 1)]
      return { y: tf.concat([tf.sub(tf.mul(a, c), tf.mul(b, s)), tf.add(tf.mul(b, c), tf.mul(a, s))], 3) }
    }
    const inputs = { x: { shape: ['batch', 2, 'length', 8] }, angles: { shape: ['batch', 'length', 4] } }
    await expectSame(fn, inputs, trials)
  })

  it('takes three open sizes', async () => {
    const fn: RecordableFunction = ({ x, y }) => {
      const both = tf.concat([x!, y!], 1)
      const [batch, total] = both.shape as [number, number]
      return { rows: tf.reshape(tf.mul(both, 2), [batch * total, 4]) }
    }
    const inputs = { x: { shape: ['batch', 'visible', 4] }, y: { shape: ['batch', 'masked', 4] } }
    await expectSame(fn, inputs, [
      { batch: 1, visible: 1, masked: 9 },
      { batch: 3, visible: 8, masked: 2 },
    ])
  })

  it('builds tensors into the model', async () => {
    const weight = { shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) }
    const fn: RecordableFunction = ({ x, weight }) => ({ y: tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D) })
    const session = await ort.InferenceSession.create(toDynamicOnnx(fn, { x: { shape: ['batch', 3] } }, { weight }))
    expect(session.inputNames).toEqual(['x'])
    const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.of(1, 0, 0, 0, 1, 1), [2, 3]) })
    expect([...(y!.data as Float32Array)]).toEqual([1, 2, 8, 10])
  })

  it.each<[string, RecordableFunction, string]>([
    ['other operations for other sizes', ({ x }) => ({ y: x!.shape[0]! > 12 ? tf.neg(x!) : tf.exp(x!) }), 'for others'],
    ['a number that is a size', ({ x }) => ({ y: tf.mul(x!, x!.shape[1]!) }), 'depend'],
    [
      'a shape that is no polynomial',
      ({ x }) => ({ y: tf.slice(x!, [0, 0, 0], [-1, Math.ceil(x!.shape[1]! / 2), -1]) }),
      'for the sizes tried',
    ],
  ])('refuses %s', (_, fn, part) => {
    const inputs = { x: { shape: ['batch', 'length', 3] } }
    expect(() => toDynamicOnnx(fn, inputs)).toThrowRomae('COMPILER_DYNAMIC_STRUCTURE', {
      problem: expect.stringContaining(part),
    })
  })

  it.each([
    ['no open size', [2, 3]],
    ['a name that is no word', ['the batch', 3]],
  ])('refuses %s', (_, shape) => {
    expect(() => toDynamicOnnx(({ x }) => ({ y: x! }), { x: { shape } })).toThrowRomae('COMPILER_DYNAMIC_DIMENSION')
  })
})
