import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { printGraph } from './print-graph.ts'
import { record } from './recorder/record.ts'

it('prints a line for each input, constant, node and output', () => {
  const graph = record(
    ({ x = tf.scalar(0) }) => ({ y: tf.sum(tf.mul(x, tf.range(0, 8)), 1), parts: tf.split(x, 2, 1)[0] as tf.Tensor }),
    { x: { shape: [2, 8] } },
  )
  expect(printGraph(graph).replaceAll(/ {2}\/\/ .*print-graph\.test\.ts:\d+:\d+$/gm, '  // here')).toBe(
    [
      'input  x: float32[2,8]',
      'const  c0: float32[8] = 0 1 2 3 4 5 ...',
      'v1: float32[2,8] = Multiply(x, c0)  // here',
      'v2: float32[2] = Sum(v1, axis=[1], keepDims=false)  // here',
      'v3: float32[2,4], v4: float32[2,4] = SplitV(x, numOrSizeSplits=[4,4], axis=1)  // here',
      'output y = v2',
      'output parts = v3',
      '',
    ].join('\n'),
  )
})
