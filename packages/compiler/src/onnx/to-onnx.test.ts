import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import type { Graph } from '../graph.ts'
import { knownKernels } from '../kernels/table.ts'
import { optimize } from '../passes/optimize.ts'
import { record } from '../recorder/record.ts'
import { recordOf } from '../testing/record-kernels.ts'
import { expectClose, floats, runGraph } from '../testing/run-graph.ts'
import { toOnnx, toOnnxGraph } from './to-onnx.ts'

const graph = recordOf(({ x }) => tf.neg(x))

describe('toOnnx', () => {
  it('keeps the names of inputs and outputs, also those of its own making', async () => {
    const feeds = { n0: floats([2]), 'a b/c': floats([2], 2) }
    const named = record((inputs) => {
      const [a, b] = [inputs.n0 as tf.Tensor, inputs['a b/c'] as tf.Tensor]
      return { n1: tf.mul(tf.neg(a), b), k2: tf.add(a, [1, 2]), v0: tf.exp(b) }
    }, feeds)
    const results = await runGraph(named, feeds)
    expect(Object.keys(results)).toEqual(['n1', 'k2', 'v0'])
    const product = feeds.n0.data.map((value, index) => -value * (feeds['a b/c'].data[index] as number))
    expectClose({ n1: results.n1 as never }, { n1: { data: product, shape: [2], dtype: 'float32' } })
  })

  it.each([
    [3, 2],
    [9, 2],
  ])('keeps the factor of a product whose left operand is transposed, %d by %d', async (m, n) => {
    const feeds = { a: floats([4, m]), b: floats([4, n], 2) }
    const product = ({ a, b }: Record<string, tf.Tensor>) => ({ y: tf.mul(tf.matMul(a!, b!, true), 3) })
    const scaled = optimize(record(product, feeds))
    expect(scaled.nodes.map(({ kernel, attributes }) => [kernel, attributes.alpha])).toEqual([['BatchMatMul', 3]])
    const [a, b] = [tf.tensor(feeds.a.data, [4, m]), tf.tensor(feeds.b.data, [4, n])]
    const data = tf.mul(tf.matMul(a, b, true), 3).dataSync()
    expectClose({ y: (await runGraph(scaled, feeds)).y as never }, { y: { data, shape: [m, n], dtype: 'float32' } })
  })

  it.each([
    { shape: [5, 3], axes: [0], keepDims: false, written: 'MatMul' },
    { shape: [2, 5, 3], axes: [0, 1], keepDims: true, written: 'MatMul' },
    { shape: [2, 5, 3], axes: [0], keepDims: false, written: 'MatMul' },
    { shape: [2, 5, 3], axes: [1], keepDims: false, written: 'ReduceSum' },
    { shape: [5, 3], axes: [0, 1], keepDims: false, written: 'ReduceSum' },
    { shape: [0, 3], axes: [0], keepDims: false, written: 'ReduceSum' },
  ])('writes a sum of $shape over $axes as $written', async ({ shape, axes, keepDims, written }) => {
    const feeds = { x: floats(shape) }
    const sum = record(({ x }) => ({ y: tf.sum(x!, axes, keepDims) }), feeds)
    const operators = toOnnxGraph(sum).nodes.map(({ opType }) => opType)
    expect(operators.filter((name) => name !== 'Reshape')).toEqual([written])
    const expected = tf.sum(tf.tensor(feeds.x.data, shape), axes, keepDims)
    const y = { data: expected.dataSync(), shape: expected.shape, dtype: 'float32' }
    expectClose({ y: (await runGraph(sum, feeds)).y as never }, { y } as never)
  })

  it('computes what RmsNorm divides by from its input on request', async () => {
    const feeds = { x: floats([3, 4]), gain: floats([4], 2) }
    const norm = record(({ x, gain }) => {
      const results: unknown = tf.engine().runKernel('RmsNorm', { x: x!, gain: gain! }, { epsilon: 0.5 })
      const [y, inverse] = results as [tf.Tensor, tf.Tensor]
      return { y, inverse }
    }, feeds)
    expect(toOnnx(norm, { fusedInverseRms: false })).not.toEqual(toOnnx(norm))
    const [fused, plain] = [await runGraph(norm, feeds), await runGraph(norm, feeds, { fusedInverseRms: false })]
    expectClose(plain as never, fused as never)
  })

  it('gives the same bytes for the same graph', () => {
    expect(toOnnx(graph)).toEqual(toOnnx(graph))
  })

  it('rejects an output with the name of another input', () => {
    const clashing: Graph = { ...graph, outputs: [{ name: 'y', value: 'x' }] }
    expect(() => toOnnx(clashing)).toThrowRomae('COMPILER_NAME_CLASH')
  })

  it('rejects a kernel it cannot write, with its shapes and the line of user code', () => {
    const [node] = graph.nodes
    const foreign: Graph = { ...graph, nodes: [{ ...(node as NonNullable<typeof node>), kernel: 'Foreign' }] }
    expect(() => toOnnx(foreign)).toThrowError(/Foreign\(float32\[2,3\]\), called at .*to-onnx\.test\.ts:\d+/)
    expect(knownKernels).not.toContain('Foreign')
  })

  it('rejects a graph that reads what nothing makes', () => {
    const broken: Graph = { ...graph, nodes: [] }
    expect(() => toOnnx(broken)).toThrowRomae('COMPILER_INVALID_GRAPH')
  })
})
