import { describe, expect, it } from 'vitest'
import { defineErrors } from '../errors/index.ts'
import {
  invalidOptionText,
  type OptionsOf,
  optionReader,
  type ResolvedOf,
  type Schema,
  unknownOptionText,
  value,
} from './index.ts'

const errors = defineErrors({ TEST_UNKNOWN: unknownOptionText, TEST_INVALID: invalidOptionText })
const renamed = new Map([['span', 'length']])
const read = optionReader({ unknown: errors.TEST_UNKNOWN, invalid: errors.TEST_INVALID, renamed })

const schema = {
  length: { kind: 'integer', least: 1, required: true },
  rate: { kind: 'number', above: 0, most: 1, or: [null], default: 0.5 },
  side: { kind: 'choice', of: ['left', 'right'], default: 'left' },
  names: { kind: 'list', item: { kind: 'text' }, distinct: true },
  pair: { kind: 'list', item: { kind: 'number' }, length: 2, default: [1, 2] },
  units: { kind: 'record', item: { kind: 'text' } },
  time: { unit: { kind: 'number', above: 0, default: 1 }, origin: { kind: 'number', or: ['first'], default: 'first' } },
  folder: { kind: 'text' },
  every: { kind: 'integer', least: 1, needs: 'folder' },
  limit: { kind: 'integer', least: 1, needs: { side: 'right' } },
  call: { kind: value<() => void>(), excludes: 'folder' },
} as const satisfies Schema

// The types are those that somebody would write by hand.
const given: OptionsOf<typeof schema> = {
  length: 3,
  rate: null,
  pair: [3, 4],
  time: { origin: 'first' },
  call: () => {},
}
const resolved: ResolvedOf<typeof schema> = read('cut', schema, given)
const side: 'left' | 'right' = resolved.side
const names: readonly string[] | undefined = resolved.names

describe('optionReader', () => {
  it('fills in defaults, leaves out what has none, and copies lists', () => {
    const { call, ...plain } = resolved
    expect(plain).toEqual({ length: 3, rate: null, side, pair: [3, 4], time: { unit: 1, origin: 'first' } })
    expect(resolved.pair).not.toBe(given.pair)
    expect(names).toBeUndefined()
  })

  it.each<[object, string]>([
    [{}, 'cut: length is missing; it must be an integer of at least 1'],
    [{ length: 0.5 }, 'cut: length must be an integer of at least 1; got 0.5'],
    [{ length: 1, rate: 0 }, 'cut: rate must be a number above 0 and up to 1, or null; got 0'],
    [{ length: 1, rate: Number.NaN }, 'cut: rate must be a number above 0 and up to 1, or null; got NaN'],
    [{ length: 1, side: 'lft' }, 'cut: side must be one of left, right; got "lft" (did you mean "left"?)'],
    [{ length: 1, side: null }, 'cut: side must be one of left, right; got null'],
    [{ length: 1, names: ['a', ''] }, 'cut: names[1] must be a text that is not empty; got ""'],
    [{ length: 1, names: ['a', 'a'] }, /names must be a list of at least one, no two of them the same, each a text/],
    [{ length: 1, pair: [1] }, 'cut: pair must be a list of 2, each a finite number; got 1'],
    [{ length: 1, units: { a: 3 } }, 'cut: units["a"] must be a text that is not empty; got 3'],
    [{ length: 1, time: { unit: -1 } }, 'cut: time.unit must be a positive number; got -1'],
    [{ length: 1, time: 3 }, 'cut: time must be an object of options; got 3'],
    [{ length: 1, every: 3 }, 'cut: every needs folder, which is not given'],
    [{ length: 1, limit: 3 }, 'cut: limit needs side to be "right"'],
    [{ length: 1, call: () => {}, folder: 'x' }, 'cut: call cannot be given beside folder'],
    [{ length: 1, call: 3 }, 'cut: call must be a function; got 3'],
  ] as [object, string][])('refuses %o', (options, message) => {
    const error = expect.objectContaining({ code: 'TEST_INVALID', message: expect.stringMatching(message as never) })
    if (typeof message === 'string') expect(() => read('cut', schema, options)).toThrow(`${message} [TEST_INVALID]`)
    else expect(() => read('cut', schema, options)).toThrow(error)
  })

  it('names the option that was meant, and what one is called now', () => {
    expect(() => read('cut', schema, { lenght: 3 })).toThrow('cut has no option "lenght" (did you mean "length"?)')
    expect(() => read('cut', schema, { span: 3 })).toThrow('cut has no option "span"; it is called "length" now')
    const inner = { length: 1, time: { units: 3 } }
    expect(() => read('cut', schema, inner)).toThrow('cut.time has no option "units" (did you mean "unit"?)')
    expect(() => read('cut', schema, JSON.parse('{"length": 1, "__proto__": 3}'))).toThrow('"__proto__"')
  })

  it.each([[null], [undefined], [3], ['text'], [[]]])('refuses %o for an object', (options) => {
    expect(() => read('cut', schema, options)).toThrow('cut: options must be an object of options; got')
  })
})
