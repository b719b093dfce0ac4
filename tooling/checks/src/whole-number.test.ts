import { afterEach, expect, it, vi } from 'vitest'
import { wholeNumber } from './whole-number.ts'

afterEach(() => vi.unstubAllEnvs())

it('reads a count, or takes the default', () => {
  vi.stubEnv('ROMAE_COUNT', '12')
  expect(wholeNumber('ROMAE_COUNT', 3)).toBe(12)
  vi.stubEnv('ROMAE_COUNT', undefined)
  expect(wholeNumber('ROMAE_COUNT', 3)).toBe(3)
})

it.each(['0', '-1', '1.5', 'many', '9', ''])('refuses %o where at least 10 are needed', (value) => {
  vi.stubEnv('ROMAE_COUNT', value)
  expect(() => wholeNumber('ROMAE_COUNT', 20, 10)).toThrow('ROMAE_COUNT must be an integer of at least 10')
})
