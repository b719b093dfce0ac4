import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { kernelsAfter } from '../testing/record-kernels.ts'

const left = (fn: Parameters<typeof kernelsAfter>[1]) => kernelsAfter('movement-identities', fn)

describe('movement-identities', () => {
  it('drops movement that changes nothing', () => {
    expect(left(({ x }) => tf.slice(x, [0, 0], [2, 3]))).toEqual([])
    const pad: [number, number][] = [
      [0, 0],
      [0, 0],
    ]
    expect(left(({ x }) => tf.pad(x, pad))).toEqual([])
    expect(left(({ x }) => tf.tile(x, [1, 1]))).toEqual([])
    expect(left(({ x }) => tf.concat(tf.split(x, 3, 1), 1))).toEqual([])
    expect(left(({ x }) => tf.split(x, 1))).toEqual([])
    expect(left(({ x, y }) => tf.split(tf.concat([x, y], 1), 2, 1))).toEqual([])
  })

  it('makes a slice of a split of which one part is read, and a reshape of an idle reduction', () => {
    expect(left(({ x }) => tf.split(x, 3, 1)[1] as tf.Tensor)).toEqual(['Slice'])
    expect(left(({ x }) => tf.sum(tf.expandDims(x, 1), 1))).toEqual(['Reshape', 'Reshape'])
  })

  it('leaves movement that does something', () => {
    expect(left(({ x }) => tf.reverse(x, 1))).toEqual(['Reverse'])
    expect(left(({ x }) => tf.concat(tf.split(x, 3, 1).reverse(), 1))).toEqual(['SplitV', 'Concat'])
    expect(left(({ x, y }) => tf.split(tf.concat([x, y], 1), [1, 5], 1))).toEqual(['Concat', 'SplitV'])
    expect(left(({ x, y }) => tf.split(tf.concat([x, y], 0), 3, 1))).toEqual(['Concat', 'SplitV'])
  })
})
