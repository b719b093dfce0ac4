import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import type { Graph, GraphNode } from './graph.ts'
import { recordOf } from './testing/record-kernels.ts'
import { validateGraph } from './validate-graph.ts'

const graph = recordOf(({ x }) => tf.sum(tf.mul(x, [1, 2, 3]), 0))
const [multiply, sum] = graph.nodes as [GraphNode, GraphNode]

function failureOf(change: Partial<Graph>): string {
  try {
    validateGraph({ ...graph, ...change })
  } catch (error) {
    return (error as Error).message
  }
  return 'none'
}

describe('validateGraph', () => {
  it('accepts what record makes', () => {
    expect(failureOf({})).toBe('none')
  })

  it('names what is wrong', () => {
    const values = graph.values
    const result = sum.outputs[0] as string
    expect(failureOf({ version: 2 as 1 })).toMatch(/version 2/)
    expect(failureOf({ nodes: [sum, multiply] })).toMatch(/Sum reads the value .* before it is made/)
    expect(failureOf({ nodes: [multiply, multiply, sum] })).toMatch(/defined twice/)
    expect(failureOf({ inputs: ['x', 'x', 'y', 'z'] })).toMatch(/"x" is defined twice/)
    expect(failureOf({ values: { ...values, [result]: { shape: [4], dtype: 'float32' } } })).toMatch(
      /Sum makes float32\[3\], but ".*" is said to be float32\[4\]/,
    )
    expect(failureOf({ values: { ...values, extra: { shape: [], dtype: 'bool' } } })).toMatch(/nothing makes it/)
    expect(failureOf({ constants: { ...graph.constants, extra: Float32Array.of(1) } })).toMatch(/has no shape/)
    const [name] = Object.keys(graph.constants) as [string]
    expect(failureOf({ constants: { [name]: Float32Array.of(1) } })).toMatch(/does not hold the elements/)
    expect(failureOf({ constants: { [name]: Int32Array.of(1, 2, 3) } })).toMatch(/does not hold the elements/)
    expect(failureOf({ nodes: [multiply, { ...sum, kernel: 'Conv2D' }] })).toMatch(/does not know the kernel Conv2D/)
    expect(failureOf({ nodes: [multiply, { ...sum, inputs: [] }] })).toMatch(/takes 1 inputs, got 0/)
    expect(failureOf({ nodes: [multiply, { ...sum, attributes: { axis: [5], keepDims: false } }] })).toMatch(/axis 5/)
    expect(failureOf({ nodes: [multiply, { ...sum, attributes: { axis: [-2], keepDims: false } }] })).toMatch(
      /in canonical form/,
    )
    expect(failureOf({ nodes: [multiply, { ...sum, outputs: [result, 'more'] }] })).toMatch(/has no shape/)
    expect(failureOf({ outputs: [{ name: 'y', value: 'none' }] })).toMatch(/the output "y" reads/)
    expect(failureOf({ outputs: [...graph.outputs, ...graph.outputs] })).toMatch(/two outputs "out0"/)
  })
})
