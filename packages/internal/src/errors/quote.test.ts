import { describe, expect, it } from 'vitest'
import { defineErrors, listed, quote, shortened } from './index.ts'

const long = 'x'.repeat(20_000_000)

describe('what messages quote', () => {
  it('is as it is where it is short', () => {
    expect([quote('depth'), quote('a"b'), quote(3), quote(null), quote(undefined), quote([1, 2])]).toEqual([
      '"depth"',
      '"a\\"b"',
      '3',
      'null',
      'undefined',
      '1,2',
    ])
    expect(shortened('x'.repeat(100))).toBe('x'.repeat(100))
  })

  it('is cut where it is long', () => {
    expect(shortened(long)).toBe(`${'x'.repeat(99)}…`)
    expect(quote(long)).toBe(`"${'x'.repeat(99)}…"`)
    expect(quote(Array(1000).fill('x'))).toHaveLength(100)
    expect(quote('\u0007'.repeat(1000)).length).toBeLessThan(200)
  })

  it('has no control characters, and no lines of its own', () => {
    expect(quote('\x1b[2J"\n\u0085\u202e\\')).toBe('"\\u001b[2J\\"\\n\\u0085\\u202e\\\\"')
    expect(JSON.parse(quote('\x1b[2J"\n\u0085\u202e\\'))).toBe('\x1b[2J"\n\u0085\u202e\\')
    expect(shortened(['a\nb', '\u202e'])).toBe('a\\nb,\\u202e')
    expect(listed(['a\nerror: none', 'b'])).toBe('a\\nerror: none, b')
    expect(shortened('\u202e'.repeat(1000)).length).toBeLessThan(200)
  })

  it('is never cut inside of a character', () => {
    expect(shortened(`${'x'.repeat(98)}😀😀`)).toBe(`${'x'.repeat(98)}…`)
  })

  it('has a text for what has none', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(quote(Object.create(null))).toBe('an object that has no text')
    expect(quote(deep)).toBe('an object that has no text')
    expect(quote(Symbol('mark'))).toBe('Symbol(mark)')
  })
})

describe('lists of names', () => {
  it('are whole where they are short, and counted where they are long', () => {
    expect(listed(['depth', 'heads'])).toBe('depth, heads')
    expect(listed([])).toBe('')
    const many = listed(Array.from({ length: 1_000_000 }, (_, index) => `column${index}`))
    expect(many).toMatch(/^column0, column1, .* and 9999\d\d more$/)
    expect(many.length).toBeLessThan(1100)
    expect(listed([long, long]).length).toBe(202)
  })
})

describe('messages', () => {
  it('are cut in the middle, whatever a table puts into them', () => {
    const errors = defineErrors({ TEST_LONG: ({ id }: { id: string }) => `series ${id} is bad; leave it out` })
    const { message, fields } = errors.TEST_LONG({ id: long })
    expect(message.length).toBeLessThan(10_100)
    expect(message).toMatch(/^series x+ … x+ is bad; leave it out \[TEST_LONG\]$/)
    expect(fields.id).toBe(long)
  })
})
