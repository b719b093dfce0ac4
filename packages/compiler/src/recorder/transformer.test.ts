import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { expectSameAsEager, floats } from '../testing/run-graph.ts'
import { trainingStep, transformerFeeds } from '../testing/transformer.ts'

it('records the training step of a transformer, whose fused kernels and gradients match the eager plain ones', async () => {
  const feeds = transformerFeeds()
  const graph = await expectSameAsEager(trainingStep, feeds, { tolerance: 2e-5 })
  const kernels = new Set(graph.nodes.map((node) => node.kernel))
  expect([...kernels]).toEqual(expect.arrayContaining(['RmsNorm', 'Silu', 'RotaryEmbedding', 'BatchMatMul']))
})

it('leaves no tensors', async () => {
  await tf.setBackend('cpu')
  const x = floats([2])
  const before = tf.memory().numTensors
  await expectSameAsEager(({ x = tf.scalar(0) }) => ({ y: tf.square(x) }), { x })
  expect(tf.memory().numTensors).toBe(before)
})
