import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { kernelsAfter } from '../testing/record-kernels.ts'

const left = (fn: Parameters<typeof kernelsAfter>[1]) => kernelsAfter('sums-of-parts', fn)
const column = (x: tf.Tensor, from: number) => tf.slice(x, [0, from], [-1, 1])
const padColumns = (x: tf.Tensor, before: number, after: number) =>
  tf.pad(x, [
    [0, 0],
    [before, after],
  ])

describe('sums-of-parts', () => {
  it('makes one reduction of the gradient of tile', () => {
    const gradient = left(({ x }) => tf.grad((x) => tf.sum(tf.mul(tf.tile(x as tf.Tensor, [5, 4]), 2)))(x))
    expect(gradient.filter((kernel) => kernel === 'Slice' || kernel === 'Add')).toEqual([])
    expect(gradient).toContain('Sum')
  })

  it('makes one concatenation of padded parts that fill a whole, and adds what is left over', () => {
    const halves = ({ x, y }: { x: tf.Tensor; y: tf.Tensor }) => tf.add(padColumns(x, 0, 3), padColumns(y, 3, 0))
    expect(left(halves)).toEqual(['Concat'])
    expect(left(({ x, y }) => tf.add(tf.concat([y, x], 1), halves({ x, y })))).toEqual(['Concat', 'Concat', 'Add'])
  })

  it('leaves sums in which a part is missing, double or shifted', () => {
    expect(left(({ z }) => tf.add(tf.add(column(z, 0), column(z, 1)), column(z, 2)))).not.toContain('Sum')
    expect(left(({ x }) => tf.addN([column(x, 0), column(x, 1), column(x, 1)]))).not.toContain('Sum')
    expect(left(({ x, y }) => tf.add(padColumns(x, 0, 2), padColumns(y, 2, 0)))).not.toContain('Concat')
    expect(left(({ x, y }) => tf.add(padColumns(x, 0, 4), padColumns(y, 4, 0)))).not.toContain('Concat')
  })
})
