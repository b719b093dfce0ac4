import { expect, it } from 'vitest'
import { splitRows } from './split-rows.ts'

it('divides every input by samples, in order, the last part smaller', () => {
  const inputs = {
    values: { data: Float32Array.from({ length: 10 }, (_, index) => index), shape: [5, 1, 2] },
    targets: { data: Int32Array.from([0, 1, 2, 3, 4]), shape: [5] },
  }
  expect(splitRows(inputs, 2)).toEqual([
    {
      values: { data: Float32Array.of(0, 1, 2, 3), shape: [2, 1, 2] },
      targets: { data: Int32Array.of(0, 1), shape: [2] },
    },
    {
      values: { data: Float32Array.of(4, 5, 6, 7), shape: [2, 1, 2] },
      targets: { data: Int32Array.of(2, 3), shape: [2] },
    },
    { values: { data: Float32Array.of(8, 9), shape: [1, 1, 2] }, targets: { data: Int32Array.of(4), shape: [1] } },
  ])
  expect(splitRows(inputs, 8)).toEqual([inputs])
})
