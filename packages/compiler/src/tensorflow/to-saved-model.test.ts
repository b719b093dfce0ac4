import { tfjsNodeAbsence } from '@romae/build/tensorflow'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import type { Graph } from '../graph.ts'
import { optimize } from '../passes/optimize.ts'
import { record } from '../recorder/record.ts'
import { kernelCases } from '../testing/kernel-cases.ts'
import { backward, describeFeeds, forward } from '../testing/kernel-function.ts'
import { recordOf } from '../testing/record-kernels.ts'
import { expectSameAsEager, floats } from '../testing/run-graph.ts'
import { runSavedModel } from '../testing/run-saved-model.ts'
import { trainingStep, transformerFeeds } from '../testing/transformer.ts'
import { savedModel, toSavedModel } from './to-saved-model.ts'

const absence = tfjsNodeAbsence(import.meta.url)

it('TensorFlow runs what is written', (context) => {
  if (absence !== null) context.skip(absence)
})

describe.each(absence === null ? Object.entries(kernelCases) : [])('%s in TensorFlow', (_kernel, cases) => {
  it.each(cases.map((testCase, index) => [`${index}: ${describeFeeds(testCase.feeds)}`, testCase] as const))(
    'gives what tfjs gives, %s',
    async (_name, testCase) => {
      const options = { tolerance: testCase.tolerance ?? 1e-5, run: runSavedModel }
      await expectSameAsEager(forward(testCase), testCase.feeds, options)
      if (testCase.gradient) await expectSameAsEager(backward(testCase), testCase.feeds, options)
    },
  )
})

describe.runIf(absence === null)('a SavedModel', () => {
  it.each([
    ['as recorded', (graph: Graph) => graph],
    ['optimised', (graph: Graph) => optimize(graph)],
  ])('of the training step of a transformer, %s, gives what tfjs gives', async (_name, transform) => {
    await expectSameAsEager(trainingStep, transformerFeeds(), { tolerance: 2e-5, transform, run: runSavedModel })
  })

  it.each([
    ['the result', [2, 8], [8, 2]],
    ['the first operand', [2, 3], [3, 8]],
    ['the second operand', [8, 3], [3, 2]],
  ])('multiplies by the factor of a matrix product where that is cheapest: %s', async (_name, a, b) => {
    const feeds = { a: floats(a), b: floats(b, 2) }
    const scaled = (inputs: Record<string, tf.Tensor>) => ({ y: tf.mul(tf.matMul(inputs.a!, inputs.b!), 0.3) })
    const graph = await expectSameAsEager(scaled, feeds, { transform: optimize, run: runSavedModel })
    expect(graph.nodes.map(({ kernel, attributes }) => [kernel, attributes.alpha])).toEqual([
      ['BatchMatMul', Math.fround(0.3)],
    ])
  })

  it('multiplies matrices in bfloat16 if asked to, and does all else in float32', async () => {
    // 1 + 2^-8 lies halfway between two numbers of 7 bits, and is rounded to the even one; 1 + 2^-7 is such a number.
    const a = { data: Float32Array.of(1 + 2 ** -8, 1 + 2 ** -7), shape: [1, 2], dtype: 'float32' as const }
    const b = { data: Float32Array.of(1, 0, 0, 1), shape: [2, 2], dtype: 'float32' as const }
    const graph = record((inputs) => ({ product: tf.matMul(inputs.a!, inputs.b!), sum: tf.add(inputs.a!, 1) }), {
      a,
      b,
    })
    const rounded = await runSavedModel(graph, { a, b }, { bf16: true })
    expect(rounded.product).toMatchObject({ data: Float32Array.of(1, 1 + 2 ** -7), dtype: 'float32' })
    expect(rounded.sum!.data).toEqual(a.data.map((x) => x + 1))
    const exact = await runSavedModel(graph, { a, b })
    expect(exact.product!.data).toEqual(a.data)
  })

  it('keeps the names of inputs and outputs, also of an input that is an output', async () => {
    const feeds = { n0: floats([2]), 'a b/c': floats([2], 2) }
    const graph = record((inputs) => {
      const [a, b] = [inputs.n0 as tf.Tensor, inputs['a b/c'] as tf.Tensor]
      return { y: tf.mul(tf.neg(a), b), again: b, 'a b/c': b }
    }, feeds)
    const results = await runSavedModel(graph, feeds)
    expect(Object.keys(results).sort()).toEqual(['a b/c', 'again', 'y'])
    expect(results.again!.data).toEqual(feeds['a b/c'].data)
  })
})

describe('toSavedModel', () => {
  const graph = recordOf(({ x }) => tf.neg(x))

  it('gives the same bytes for the same graph', () => {
    expect(toSavedModel(graph)).toEqual(toSavedModel(graph))
  })

  it('holds the graph that TensorFlow is given without a file', () => {
    const model = savedModel(graph)
    const graphDef = Buffer.from(model.buildGraph())
    expect(Buffer.from(model.build()).includes(graphDef)).toBe(true)
    expect(Buffer.from(model.buildSignatures()).includes(graphDef)).toBe(false)
    expect(Object.keys(model.signatures.serving_default!.inputs)).toEqual(graph.inputs)
  })

  it('rejects a kernel it cannot write, with its shapes and the line of user code', () => {
    const [node] = graph.nodes
    const foreign: Graph = { ...graph, nodes: [{ ...node!, kernel: 'Foreign' }] }
    expect(() => toSavedModel(foreign)).toThrowError(
      /TensorFlow exporter cannot write Foreign\(float32\[2,3\]\), called at .*to-saved-model\.test\.ts:\d+/,
    )
  })
})
