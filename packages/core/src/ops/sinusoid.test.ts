import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { relativeError } from '../testing/compare.ts'
import { sinusoid } from './sinusoid.ts'

describe('sinusoid', () => {
  it('interleaves sines and cosines of index / 10000^(2j / width)', () => {
    const table = sinusoid(tf.tensor([0, 3, 50], [1, 3]), 4)
    const rows = [0, 3, 50].flatMap((i) => [Math.sin(i), Math.cos(i), Math.sin(i / 100), Math.cos(i / 100)])
    expect(table.shape).toEqual([1, 3, 4])
    expect(relativeError(table.dataSync(), rows)).toBeLessThan(1e-6)
  })

  it('ends with a sine when the width is odd', () => {
    const table = sinusoid(tf.tensor([2], [1, 1]), 3)
    expect(relativeError(table.dataSync(), [Math.sin(2), Math.cos(2), Math.sin(2 / 10_000 ** (2 / 3))])).toBeLessThan(
      1e-6,
    )
  })
})
