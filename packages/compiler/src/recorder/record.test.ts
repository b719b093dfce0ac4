import * as tf from '@tensorflow/tfjs-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectClose, expectSameAsEager, floats, runEager, runGraph } from '../testing/run-graph.ts'
import { type RecordableFunction, record, recorderBackendName } from './record.ts'

const x = { x: { shape: [2, 3] } }
type Named = Record<string, tf.Tensor>

beforeEach(async () => {
  await tf.setBackend('cpu')
})

/** Records a function of `x` that is expected to fail, and checks that tfjs and the recorder are as before. */
function expectFailure(fn: (x: tf.Tensor) => unknown, code: string): Error & { fields: Record<string, unknown> } {
  const tensors = tf.memory().numTensors
  let failure: unknown
  try {
    record(({ x = tf.scalar(0) }) => fn(x) as Named, x)
  } catch (error) {
    failure = error
  }
  expect(failure).toMatchObject({ code })
  expect(tf.getBackend()).toBe('cpu')
  expect(tf.memory().numTensors).toBe(tensors)
  expect(record(({ x = tf.scalar(0) }) => ({ y: tf.neg(x) }), x).nodes).toHaveLength(1)
  return failure as Error & { fields: Record<string, unknown> }
}

describe('what is recorded', () => {
  it('is one node a kernel, with canonical attributes and the line of user code', () => {
    const graph = record(({ x = tf.scalar(0) }) => ({ y: tf.sum(tf.reshape(x, [3, -1]), -1) }), x)
    expect(graph.nodes.map(({ kernel, attributes }) => [kernel, attributes])).toEqual([
      ['Reshape', { shape: [3, 2] }],
      ['Sum', { axis: [1], keepDims: false }],
    ])
    expect(graph.nodes[0]?.source).toMatch(/record\.test\.ts:\d+:\d+$/)
    expect(graph.inputs).toEqual(['x'])
    expect(graph.outputs).toEqual([{ name: 'y', value: graph.nodes[1]?.outputs[0] }])
    expect(graph.values.x).toEqual({ shape: [2, 3], dtype: 'float32' })
  })

  it('makes constants of tensors with known data: once for equal ones, a fill for equal elements', () => {
    const graph = record(({ x = tf.scalar(0) }) => {
      const [a, b] = [tf.tensor([1, 2, 3]), tf.tensor([1, 2, 3])]
      return { y: tf.add(tf.mul(tf.mul(x, a), b), tf.ones([2, 3])) }
    }, x)
    expect(Object.values(graph.constants)).toEqual([Float32Array.of(1, 2, 3)])
    expect(graph.nodes.map(({ kernel }) => kernel)).toEqual(['Multiply', 'Multiply', 'Fill', 'Add'])
  })

  it('copies data, so that a later change of the array does not reach the graph', () => {
    const data = Float32Array.of(1, 2, 3)
    const graph = record(({ x = tf.scalar(0) }) => {
      const y = tf.mul(x, tf.tensor(data))
      data.fill(9)
      return { y }
    }, x)
    expect(Object.values(graph.constants)).toEqual([Float32Array.of(1, 2, 3)])
  })

  it('makes constants of captured tensors, which stay usable where they are', async () => {
    const captured = tf.tensor([1, 2, 3])
    await expectSameAsEager(({ x = captured }) => ({ y: tf.add(tf.mul(x, captured), captured) }), { x: floats([2, 3]) })
    expect(Array.from(captured.dataSync())).toEqual([1, 2, 3])
    captured.dispose()
  })

  it('lets known data be read', () => {
    const graph = record(({ x = tf.scalar(0) }) => ({ y: tf.mul(x, tf.tensor([3, 4]).dataSync()[1] ?? 0) }), x)
    expect(Object.values(graph.constants)).toEqual([Float32Array.of(4)])
  })

  it('returns inputs, constants and one value under two names', async () => {
    const fn: RecordableFunction = ({ x = tf.scalar(0) }) => {
      const y = tf.neg(x)
      return { same: x, y, again: y, constant: tf.tensor([1, 2]) }
    }
    const feeds = { x: floats([2, 3]) }
    expectClose(await runGraph(record(fn, feeds), feeds), runEager(fn, feeds))
  })

  it('records second derivatives', async () => {
    const second: RecordableFunction = ({ x = tf.scalar(0) }) => ({
      y: tf.grad((x) => tf.sum(tf.grad((x) => tf.sum(tf.pow(x as tf.Tensor, 3)))(x as tf.Tensor)))(x),
    })
    await expectSameAsEager(second, { x: floats([2, 3]) })
  })

  it('leaves tfjs without a backend where it had none', () => {
    const engine = tf.engine()
    const [name, instance] = [engine.backendName, engine.findBackend('cpu')]
    engine.backendName = undefined as unknown as string
    record(({ x = tf.scalar(0) }) => ({ y: tf.neg(x) }), x)
    expect(tf.getBackend()).toBeNull()
    engine.backendName = name
    expect(engine.findBackend('cpu')).toBe(instance)
  })
})

describe('what is rejected', () => {
  it('a function that reads data', () => {
    for (const read of [(t: tf.Tensor) => t.dataSync(), (t: tf.Tensor) => t.arraySync()]) {
      const failure = expectFailure((x) => ({ y: tf.mul(x, Number(read(tf.neg(x)))) }), 'COMPILER_DATA_READ')
      expect(failure.fields.source).toMatch(/record\.test\.ts:\d+/)
    }
    expectFailure(async (x) => ({ y: tf.mul(x, (await x.data())[0] ?? 0) }), 'COMPILER_DATA_READ')
    expectFailure((x) => {
      void x.data()
      return { y: tf.neg(x) }
    }, 'COMPILER_DATA_READ')
  })

  it('an async function', () => {
    expectFailure(async (x) => ({ y: tf.neg(x) }), 'COMPILER_ASYNC_FUNCTION')
    expectFailure(async () => {
      throw new Error('unheard')
    }, 'COMPILER_ASYNC_FUNCTION')
  })

  it('a nested recording', () => {
    expectFailure(() => record(({ x = tf.scalar(0) }) => ({ y: x }), x) && {}, 'COMPILER_NESTED_RECORD')
  })

  it('a kernel that is not known, with its shapes and the line of user code', () => {
    const failure = expectFailure((x) => ({ y: tf.cumprod(x, 1) }), 'COMPILER_UNKNOWN_KERNEL')
    const line = expect.stringMatching(/record\.test\.ts:\d+:\d+$/)
    expect(failure.fields).toEqual({ kernel: 'Cumprod', inputs: 'float32[2,3]', source: line })
    const own = expectFailure((x) => ({ y: tf.engine().runKernel('MyOwn', { x }) }), 'COMPILER_UNKNOWN_KERNEL')
    expect(own.fields).toMatchObject({ kernel: 'MyOwn', source: line })
  })

  it('an extension kernel called with the wrong shapes', () => {
    const wrong = (x: tf.Tensor) => tf.engine().runKernel('RmsNorm', { x, gain: x }, { epsilon: 1 })
    const failure = expectFailure((x) => ({ y: wrong(x) }), 'COMPILER_INVALID_CALL')
    expect(failure.message).toContain('RmsNorm(float32[2,3], float32[2,3])')
    expectFailure((x) => ({ y: tf.engine().runKernel('RmsNorm', { x }) }), 'COMPILER_INVALID_CALL')
  })

  it('variables', () => {
    expect(() => record(({ x = tf.scalar(0) }) => ({ y: tf.variable(x) }), x)).toThrowRomae('COMPILER_VARIABLE')
    expect(tf.getBackend()).toBe('cpu')
  })

  it('results that are no tensors by name', () => {
    for (const result of [undefined, null, 3, [tf.scalar]]) expectFailure(() => result, 'COMPILER_INVALID_OUTPUT')
    expectFailure((x) => x, 'COMPILER_INVALID_OUTPUT')
    expectFailure((x) => ({ y: [x] }), 'COMPILER_INVALID_OUTPUT')
    expectFailure((x) => ({ '': x }), 'COMPILER_INVALID_OUTPUT')
  })

  it('inputs that are no shapes or types', () => {
    const fn: RecordableFunction = (inputs) => inputs
    const spec = (input: object) => () => record(fn, { x: input } as Parameters<typeof record>[1])
    expect(spec({ shape: [2, -1] })).toThrowRomae('COMPILER_INVALID_INPUT')
    expect(spec({})).toThrowRomae('COMPILER_INVALID_INPUT')
    expect(spec({ shape: [2], dtype: 'string' })).toThrowRomae('COMPILER_UNSUPPORTED_DTYPE')
    expect(() => record(fn, { '': { shape: [] } })).toThrowRomae('COMPILER_INVALID_INPUT')
  })

  it('text and complex numbers', () => {
    expectFailure(() => ({ y: tf.tensor(['a']) }), 'COMPILER_UNSUPPORTED_DTYPE')
  })

  it('a change of the backend', () => {
    expectFailure((x) => {
      const y = tf.neg(x)
      void tf.setBackend('cpu')
      return { y }
    }, 'COMPILER_BACKEND_CHANGED')
  })

  it('tensors that were disposed', () => {
    expectFailure((x) => {
      const inner = tf.grad((x) => {
        const kept = tf.sin(x as tf.Tensor)
        const op = tf.customGrad((x) => ({
          value: tf.neg(x as tf.Tensor),
          gradFunc: (dy: tf.Tensor) => tf.mul(dy, kept),
        }))
        return op(x as tf.Tensor)
      })
      return { y: inner(x) }
    }, 'COMPILER_DISPOSED_TENSOR')
  })

  it('tensors of an earlier recording', () => {
    let kept = tf.scalar(0) as tf.Tensor
    record(({ x = kept }) => {
      kept = tf.keep(tf.neg(x))
      return { y: kept }
    }, x)
    expectFailure((x) => ({ y: tf.add(x, kept) }), 'COMPILER_OUTSIDE_RECORD')
    expect(() => kept.dataSync()).toThrowRomae('COMPILER_OUTSIDE_RECORD')
    kept.dispose()
  })

  it('what the function itself throws, unchanged, also inside a gradient', () => {
    const own = new Error('own')
    const throwing = () => {
      throw own
    }
    const tensors = tf.memory().numTensors
    expect(() => record(throwing, x)).toThrowError(own)
    const inGradient: RecordableFunction = ({ x = tf.scalar(0) }) => ({
      y: tf.grad((x) => tf.square(tf.exp(x as tf.Tensor)).mul(throwing()))(x),
    })
    expect(() => record(inGradient, x)).toThrowError(own)
    expect(tf.memory().numTensors).toBe(tensors)
    expect(tf.getBackend()).not.toBe(recorderBackendName)
  })
})
