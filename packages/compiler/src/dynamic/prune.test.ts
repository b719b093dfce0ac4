import { expect, it } from 'vitest'
import type { OnnxGraph, OnnxNode } from '../onnx/writer.ts'
import { prune } from './prune.ts'

const node = (input: string[], output: string[]): OnnxNode => ({
  opType: 'Any',
  domain: '',
  input,
  output,
  attribute: [],
})
const initializer = (name: string) => ({ name, dims: [], dataType: 1, rawData: new Uint8Array(4) })
const value = (name: string) => ({ name, dtype: 'float32' as const, dimensions: [] })

it('keeps, in order, what an output depends on', () => {
  const [first, second] = [node(['x', 'w'], ['a', 'unread']), node(['a', 'a'], ['y'])]
  const graph: OnnxGraph = {
    nodes: [first, node(['a', 'v'], ['dead']), node(['dead'], ['deader']), second],
    initializers: ['w', 'v', 'z'].map(initializer),
    inputs: [value('x')],
    outputs: [value('y'), value('z')],
  }
  expect(prune(graph)).toEqual({ ...graph, nodes: [first, second], initializers: ['w', 'z'].map(initializer) })
})
