import { expect, it } from 'vitest'
import { fromGrid } from '../index.ts'
import { seriesChecksum } from './series-checksum.ts'

const grid = (values: readonly number[][], times?: readonly number[]) =>
  fromGrid({ id: 'a', values, ...(times && { times }) })
const missing = Number.NaN
const one = grid([[1, missing, 3]])

it('is of numbers, not of names', () => {
  expect(seriesChecksum({ ...one, id: 'b', label: 'x', group: 'p' })).toBe(seriesChecksum(one))
  expect(seriesChecksum(grid([[-0, 1]]))).toBe(seriesChecksum(grid([[0, 1]])))
  const otherNaN = new Float64Array(new BigUint64Array([0x7ff8_0000_0000_0001n]).buffer)[0]!
  expect(seriesChecksum(grid([[1, otherNaN, 3]]))).toBe(seriesChecksum(one))
})

it.each([
  ['a value', grid([[1, missing, 4]])],
  ['what is missing', grid([[1, 0, 3]])],
  ['a time', grid([[1, missing, 3]], [0, 1, 3])],
  ['what times count from', { ...one, timeOrigin: '1700000000123456789' }],
  [
    'another channel',
    grid([
      [1, missing, 3],
      [0, 0, 0],
    ]),
  ],
  [
    'where a channel ends',
    { ...one, channels: [one.channels[0]!, { times: new Float64Array(), values: new Float64Array() }] },
  ],
])('differs by %s', (_, other) => {
  expect(seriesChecksum(other)).not.toBe(seriesChecksum(one))
})
