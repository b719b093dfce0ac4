import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { kernelsAfter, recordOf } from '../testing/record-kernels.ts'
import { broadcastInsteadOfTile } from './broadcast-instead-of-tile.ts'

const left = (fn: Parameters<typeof kernelsAfter>[1]) => kernelsAfter('broadcast-instead-of-tile', fn)

describe('broadcast-instead-of-tile', () => {
  it('lets an elementwise kernel read what was tiled or filled', () => {
    expect(left(({ x, z }) => tf.add(tf.tile(tf.sum(x, 0, true), [4, 1]), tf.transpose(z)))).toEqual([
      'Sum',
      'Transpose',
      'Add',
    ])
    const graph = broadcastInsteadOfTile(recordOf(({ x }) => tf.mul(x, tf.fill([2, 3], 7))))
    expect(graph.nodes.map(({ kernel }) => kernel)).toEqual(['Multiply'])
    expect(Object.values(graph.constants)).toEqual([Float32Array.of(7)])
  })

  it('computes before broadcasting', () => {
    const graph = broadcastInsteadOfTile(recordOf(({ x }) => tf.exp(tf.tile(tf.sum(x, 1, true), [1, 3]))))
    expect(graph.nodes.map(({ kernel, outputs }) => [kernel, graph.values[outputs[0] ?? '']?.shape])).toEqual([
      ['Sum', [2, 1]],
      ['Exp', [2, 1]],
      ['BroadcastTo', [2, 3]],
    ])
  })

  it('leaves a tile of more than one element', () => {
    expect(left(({ x, y }) => tf.add(tf.tile(x, [2, 1]), tf.tile(y, [2, 1])))).toEqual(['Tile', 'Tile', 'Add'])
  })
})
