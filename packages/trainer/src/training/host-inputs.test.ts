import { splitByMask } from '@romae/core'
import type { TokenBatch } from '@romae/tokenizer'
import { expect, it } from 'vitest'
import { predictionHostInputs, pretrainingHostInputs } from './host-inputs.ts'

const batch: TokenBatch = {
  values: Float32Array.of(1, 2, 3, 4, 5, 0),
  positions: Float32Array.of(10, 20, 30, 40, 50, 0),
  padding: Uint8Array.of(0, 0, 0, 0, 0, 1),
  batch: 2,
  length: 3,
  tokenSize: 1,
  axes: 1,
}
const rope = { cls: true, positionEncoding: 'rope' } as const
const host = (numbers: number[], shape: number[]) => ({ data: Float32Array.from(numbers), shape })

it('names and shapes the two parts of a masked batch', () => {
  const split = splitByMask(batch, Uint8Array.of(0, 1, 0, 0, 0, 1), rope)
  expect(pretrainingHostInputs(split, 1)).toEqual({
    visible: host([1, 3, 4, 5], [2, 2, 1]),
    visiblePositions: host([10, 30, 40, 50], [2, 1, 2]),
    targets: host([2, 0], [2, 1, 1]),
    maskedPositions: host([20, 0], [2, 1, 1]),
    maskedPadding: host([0, 1], [2, 1]),
  })
})

it('leaves out visible tokens where there are none, and padding where none is', () => {
  const everything = splitByMask(batch, new Uint8Array(6).fill(1), rope)
  expect(Object.keys(pretrainingHostInputs(everything, 1)).sort()).toEqual([
    'maskedPadding',
    'maskedPositions',
    'targets',
  ])
  const split = splitByMask({ ...batch, padding: new Uint8Array(6) }, Uint8Array.of(0, 1, 0, 0, 0, 1), rope)
  expect(pretrainingHostInputs(split, 1)).not.toHaveProperty('maskedPadding')
  expect(predictionHostInputs({ ...batch, padding: new Uint8Array(6) }, rope)).not.toHaveProperty('padding')
})

it('leaves nothing out for a program that reads all of its inputs, but for the targets', () => {
  const whole = { ...batch, padding: new Uint8Array(6) }
  const split = splitByMask(whole, Uint8Array.of(0, 1, 0, 0, 0, 1), rope)
  expect(pretrainingHostInputs(split, 1, { complete: true })).toMatchObject({
    visiblePadding: host([0, 0, 0, 0], [2, 2]),
    maskedPadding: host([0, 0], [2, 1]),
  })
  expect(pretrainingHostInputs(split, 1, { complete: true })).not.toHaveProperty('targets')
  expect(predictionHostInputs(whole, rope, { complete: true }).padding).toEqual(host([0, 0, 0, 0, 0, 0], [2, 3]))
})

it('gives a prediction model values, positions and padding', () => {
  expect(predictionHostInputs(batch, rope)).toEqual({
    values: host([1, 2, 3, 4, 5, 0], [2, 3, 1]),
    positions: host([10, 20, 30, 40, 50, 0], [2, 1, 3]),
    padding: host([0, 0, 0, 0, 0, 1], [2, 3]),
  })
  const absolute = predictionHostInputs(batch, { positionEncoding: 'absolute' })
  expect(absolute.positions).toEqual(host([0, 1, 2, 0, 1, 2], [2, 1, 3]))
})
