import { describe, expect, it } from 'vitest'
import { defineErrors, RomaeError } from './index.ts'

const errors = defineErrors({
  TEST_TOO_LONG: ({ limit, got }: { limit: number; got: number }) => `at most ${limit} are allowed; got ${got}`,
})

describe('RomaeError', () => {
  it('builds its message from its fields and ends it with the code', () => {
    const error = errors.TEST_TOO_LONG({ limit: 3, got: 5 })
    expect(error.message).toBe('at most 3 are allowed; got 5 [TEST_TOO_LONG]')
    expect(error.fields).toEqual({ limit: 3, got: 5 })
    expect(error).toBeInstanceOf(Error)
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
