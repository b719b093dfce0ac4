import { expect, it } from 'vitest'
import { decimalOf } from './decimal.ts'
import { fraction, positive, wholeNumber } from './run/run-options.ts'

it.each([
  ['16', 16],
  [' -1.5e3 ', -1500],
  ['.5', 0.5],
  ['2.', 2],
  ['+0', 0],
])('reads %j', (text, value) => {
  expect(decimalOf(text)).toBe(value)
})

it.each(['', ' ', '0x10', '0b1', '0o7', '1_000', '1,5', 'Infinity', 'NaN', '1e999', '1e', '.', '1 2'])(
  'takes %j for no number, as words of the command line too',
  (text) => {
    expect(decimalOf(text)).toBeNull()
    for (const parse of [fraction, positive, wholeNumber]) expect(() => parse(text)).toThrow(/is needed/)
  },
)
