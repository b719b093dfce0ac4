import { expect, it } from 'vitest'
import { compareResults, type ResultTensor, relativeDifference } from './compare.ts'
import type { ExportedPart } from './exported-part.ts'

const tensor = (...data: number[]): ResultTensor => ({ shape: [data.length], data })

it('a difference is relative to the largest number that was expected', () => {
  expect(relativeDifference(tensor(1, -4.2), tensor(1, -4))).toBeCloseTo(0.05, 12)
  expect(relativeDifference(tensor(3), tensor(3))).toBe(0)
})

it.each([
  ['a number is missing', tensor(1), tensor(1, 2)],
  ['the shape is another', { shape: [2, 1], data: [1, 2] }, tensor(1, 2)],
  ['a number is NaN', tensor(Number.NaN, 2), tensor(1, 2)],
  ['all was to be zero, and is not', tensor(1e-9), tensor(0)],
])('it is infinite where %s', (_, got, expected) => {
  expect(relativeDifference(got, expected)).toBe(Number.POSITIVE_INFINITY)
})

const trial = (value: number) => ({
  inputs: { values: { data: Float32Array.of(0), shape: [1, 1] } },
  expected: { data: Float32Array.of(value), shape: [1] },
})
const parts = [{ name: 'small.encoder', trials: [trial(1), trial(2)] }] as unknown as ExportedPart[]

it('names the file and the sizes of what is beyond the tolerance', () => {
  expect(compareResults(parts, [[tensor(1), tensor(2)]], 1e-5)).toEqual({ worst: 0, failures: [] })
  const { worst, failures } = compareResults(parts, [[tensor(1), tensor(2.5)]], 1e-5)
  expect(worst).toBe(0.25)
  expect(failures).toEqual(['small.encoder, values [1, 1]: off by 2.5e-1, more than 0.00001'])
})

it('takes a result that is missing for a failure', () => {
  expect(compareResults(parts, [[tensor(1)]], 1e-5).failures).toHaveLength(1)
})
