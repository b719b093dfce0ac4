import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { recordOf } from '../testing/record-kernels.ts'
import { runEager } from '../testing/run-graph.ts'
import { foldConstants } from './constant-folding.ts'

/** The constants that a function without inputs folds to. */
function fold(fn: () => tf.Tensor): unknown {
  const graph = foldConstants(recordOf(fn))
  const value = graph.outputs[0]?.value as string
  const fill = graph.nodes.find(({ outputs }) => outputs[0] === value)
  return fill === undefined ? graph.constants[value] : [fill.kernel, fill.attributes]
}

const matrix = () => tf.tensor([1.5, -2, 3, 4, 5, 6.25], [2, 3])

it.each<[string, () => tf.Tensor]>([
  ['unary', () => tf.exp(matrix())],
  ['integers', () => tf.mul(tf.tensor([2 ** 30, 3], [2], 'int32'), tf.tensor([5, 7], [2], 'int32'))],
  ['broadcasting', () => tf.sub(matrix(), tf.tensor([[1], [2]]))],
  ['comparison', () => tf.greater(matrix(), tf.tensor([2, 3, 4]))],
  ['cast to integers', () => tf.cast(matrix(), 'int32')],
  ['cast to truth', () => tf.cast(tf.tensor([0, 2, -1]), 'bool')],
  ['transpose', () => tf.transpose(matrix())],
  ['slice', () => tf.slice(tf.transpose(matrix()), [1, 0], [2, 1])],
  ['reshape', () => tf.reshape(matrix(), [3, 2])],
  ['a chain', () => tf.sqrt(tf.abs(tf.div(matrix(), tf.tensor([2, 3, 7]))))],
])('computes what tfjs computes: %s', async (_name, fn) => {
  await tf.setBackend('cpu')
  const folded = fold(fn)
  const { data } = runEager(() => ({ y: fn() }), {}).y ?? {}
  expect(folded).toEqual(data)
})

it('keeps what is uniform a fill, however large', () => {
  expect(fold(() => tf.reshape(tf.mul(tf.ones([1000, 1000]), 3), [1e6]))).toEqual([
    'Fill',
    { shape: [1e6], dtype: 'float32', value: 3 },
  ])
})

it('leaves large results and results of inputs to be computed', () => {
  const large = recordOf(() => tf.exp(tf.range(0, 70_000)))
  expect(foldConstants(large)).toBe(large)
  const dependent = recordOf(({ x }) => tf.mul(x, [1, 2, 3]))
  expect(foldConstants(dependent)).toBe(dependent)
})
