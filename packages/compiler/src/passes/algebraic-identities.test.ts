import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { kernelsAfter } from '../testing/record-kernels.ts'

const left = (fn: Parameters<typeof kernelsAfter>[1]) => kernelsAfter('algebraic-identities', fn)

describe('algebraic-identities', () => {
  it('drops what changes nothing', () => {
    expect(left(({ x }) => tf.add(x, 0))).toEqual([])
    expect(left(({ x }) => tf.sub(x, tf.zerosLike(x)))).toEqual([])
    expect(left(({ x }) => tf.mul(tf.div(x, 1), tf.onesLike(x)))).toEqual([])
    expect(left(({ x }) => tf.pow(x, 1))).toEqual([])
    expect(left(({ x }) => tf.neg(tf.neg(x)))).toEqual([])
    expect(left(({ x }) => tf.cast(x, 'float32'))).toEqual([])
    expect(left(({ x }) => tf.addN([tf.zerosLike(x), x]))).toEqual([])
  })

  it('keeps the shape where the neutral element was the larger one', () => {
    expect(left(({ z }) => tf.add(tf.zeros([2, 3, 4]), z))).toEqual(['BroadcastTo'])
  })

  it('shortens', () => {
    expect(left(({ x }) => tf.mul(x, 0))).toEqual(['BroadcastTo'])
    expect(left(({ x }) => tf.mul(x, -1))).toEqual(['Neg'])
    expect(left(({ x }) => tf.sub(0, x))).toEqual(['Neg'])
    expect(left(({ x }) => tf.mul(tf.mul(x, 2), 3))).toEqual(['Multiply'])
    expect(left(({ x }) => tf.pow(x, 2))).toEqual(['Square'])
    expect(left(({ x, y }) => tf.add(x, tf.neg(y)))).toEqual(['Sub'])
    expect(left(({ x, y }) => tf.sub(x, tf.neg(y)))).toEqual(['Add'])
    expect(left(({ x, y }) => tf.addN([x, y]))).toEqual(['Add'])
    expect(left(({ x, y }) => tf.where(tf.fill([2, 3], 1, 'bool'), x, tf.exp(y)))).toEqual([])
  })

  it('leaves the rest', () => {
    expect(left(({ x }) => tf.div(1, x))).toEqual(['RealDiv'])
    expect(left(({ x }) => tf.add(x, [0, 0, 1]))).toEqual(['Add'])
    expect(left(({ x }) => tf.pow(2, x))).toEqual(['Pow'])
  })
})
