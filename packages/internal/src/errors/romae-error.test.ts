import { describe, expect, it } from 'vitest'
import { defineErrors, RomaeError } from './index.ts'

const errors = defineErrors({
  TEST_TOO_LONG: ({ limit, got }: { limit: number; got: number }) => `at most ${limit} are allowed; got ${got}`,
  TEST_UNKNOWN: ({ name }: { name: string }) => `there is no\n${name}`,
})

describe('RomaeError', () => {
  it('builds its message from its fields and ends it with the code', () => {
    const error = errors.TEST_TOO_LONG({ limit: 3, got: 5 })
    expect(error.message).toBe('at most 3 are allowed; got 5 [TEST_TOO_LONG]')
    expect(error.fields).toEqual({ limit: 3, got: 5 })
    expect(error).toBeInstanceOf(Error)
  })

  it('can be shown on a terminal, whatever it quotes, and keeps the fields as they are', () => {
    const hostile = '\x1b]52;c;AAAA\x07\x1b[2J\u202e\x9b'
    const error = errors.TEST_UNKNOWN({ name: hostile })
    expect(error.message).toBe('there is no\n\\u001b]52;c;AAAA\\u0007\\u001b[2J\\u202e\\u009b [TEST_UNKNOWN]')
    expect(error.stack).toContain(error.message)
    expect(error.fields.name).toBe(hostile)
  })

  it('is made whatever was found', () => {
    const deep = JSON.parse(`${'['.repeat(1e5)}${']'.repeat(1e5)}`) as unknown
    for (const got of [deep, { toString: 1 }]) {
      const error = errors.TEST_TOO_LONG({ limit: 1, got: got as number })
      expect(error.code).toBe('TEST_TOO_LONG')
      expect(error.message).toMatch(/^limit, got cannot be shown: .* \[TEST_TOO_LONG\]$/)
    }
  })

  it('keeps the cause', () => {
    const cause = new Error('root')
    expect(errors.TEST_TOO_LONG({ limit: 1, got: 2 }, cause).cause).toBe(cause)
  })

  it('is recognised across duplicate copies of the class, and told apart by code', () => {
    const copy = Object.assign(new Error('from another copy'), {
      code: 'TEST_TOO_LONG',
      [Symbol.for('romae.error')]: true,
    })
    expect(RomaeError.isInstance(copy)).toBe(true)
    expect(RomaeError.isInstance(copy, 'TEST_TOO_LONG')).toBe(true)
    expect(RomaeError.isInstance(copy, 'OTHER')).toBe(false)
    expect(RomaeError.isInstance(new Error('plain'))).toBe(false)
    expect(RomaeError.isInstance(null)).toBe(false)
  })
})
