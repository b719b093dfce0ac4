import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import type { Graph, GraphNode } from './graph.ts'
import { recordOf } from './testing/record-kernels.ts'
import { validateGraph } from './validate-graph.ts'

const graph = recordOf(({ x }) => tf.sum(tf.mul(x, [1, 2, 3]), 0))
const [multiply, sum] = graph.nodes as [GraphNode, GraphNode]

const validating = (change: Partial<Graph>) => () => validateGraph({ ...graph, ...change })

/** What a graph with this change is refused for. */
function expectProblem(change: Partial<Graph>, problem: string): void {
  expect(validating(change)).toThrowRomae('COMPILER_INVALID_GRAPH', { problem: expect.stringContaining(problem) })
}

describe('validateGraph', () => {
  it('accepts what record makes', () => {
    expect(validating({})).not.toThrow()
  })

  it('names what is wrong', () => {
    const values = graph.values
    const result = sum.outputs[0] as string
    expectProblem({ version: 2 as 1 }, 'version 2')
    expectProblem({ nodes: [sum, multiply] }, 'before it is made')
    expectProblem({ nodes: [multiply, multiply, sum] }, 'defined twice')
    expectProblem({ inputs: ['x', 'x', 'y', 'z'] }, '"x" is defined twice')
    expectProblem({ values: { ...values, [result]: { shape: [4], dtype: 'float32' } } }, 'is said to be float32[4]')
    expectProblem({ values: { ...values, extra: { shape: [], dtype: 'bool' } } }, 'nothing makes it')
    expectProblem({ constants: { ...graph.constants, extra: Float32Array.of(1) } }, 'has no shape')
    const [name] = Object.keys(graph.constants) as [string]
    expectProblem({ constants: { [name]: Float32Array.of(1) } }, 'does not hold the elements')
    expectProblem({ constants: { [name]: Int32Array.of(1, 2, 3) } }, 'does not hold the elements')
    const changed = (change: Partial<GraphNode>) => validating({ nodes: [multiply, { ...sum, ...change }] })
    expect(changed({ kernel: 'Conv2D' })).toThrowRomae('COMPILER_UNKNOWN_KERNEL', { kernel: 'Conv2D' })
    expect(changed({ inputs: [] })).toThrowRomae('COMPILER_INVALID_CALL', { kernel: 'Sum', inputs: '' })
    const far = { attributes: { axis: [5], keepDims: false } }
    expect(changed(far)).toThrowRomae('COMPILER_INVALID_CALL', { reason: expect.stringContaining('axis 5') })
    expectProblem({ nodes: [multiply, { ...sum, attributes: { axis: [-2], keepDims: false } }] }, 'in canonical form')
    expectProblem({ nodes: [multiply, { ...sum, outputs: [result, 'more'] }] }, 'has no shape')
    expectProblem({ outputs: [{ name: 'y', value: 'none' }] }, 'the output "y" reads')
    expectProblem({ outputs: [...graph.outputs, ...graph.outputs] }, 'two outputs "out0"')
  })
})
