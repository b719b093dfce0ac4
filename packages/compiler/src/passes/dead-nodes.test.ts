import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { recordOf } from '../testing/record-kernels.ts'
import { removeDeadNodes } from './dead-nodes.ts'

it('drops nodes and constants that no output needs, and keeps inputs', () => {
  const graph = removeDeadNodes(
    recordOf(({ x }) => {
      tf.mul(tf.exp(x), [1, 2, 3])
      return tf.neg(x)
    }),
  )
  expect(graph.nodes.map(({ kernel }) => kernel)).toEqual(['Neg'])
  expect(graph.constants).toEqual({})
  expect(graph.inputs).toEqual(['x', 'y', 'z'])
  expect(Object.keys(graph.values)).toHaveLength(4)
})

it('gives back a graph in which all is needed', () => {
  const graph = recordOf(({ x }) => tf.split(x, 3, 1)[1] as tf.Tensor)
  expect(removeDeadNodes(graph)).toBe(graph)
})
