import { describe, expect, it } from 'vitest'
import { namePattern } from './name-pattern.ts'

describe('namePattern', () => {
  it('finds groups as a RegExp does', () => {
    const text = '(?<label>\\d)_(?<speaker>[a-z]+)(_(?<take>\\d+))?$'
    for (const name of ['7_jackson_32', '0_theo', 'x0_theo', 'readme']) {
      const expected = new RegExp(text).exec(name)?.groups
      expect(namePattern(text).exec(name)?.groups).toEqual(expected && { ...expected })
    }
    expect(String(namePattern(text))).toBe(text)
  })

  it('takes linear time where a RegExp would take for ever', () => {
    const started = performance.now()
    expect(namePattern('^(?<label>(a|aa)+)$').exec(`${'a'.repeat(250)}b`)).toBeNull()
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it.each([
    ['(?<label>[', /is no expression of RE2/],
    ['(?<label>a)(?=b)', /is no expression of RE2/],
    ['(?<label>(?:a?a?a?a?a?){1000})', /becomes 10\d\d\d instructions, and may have 1000/],
    ['(\\d)_.*', /needs a group \(\?<label>…\)/],
    ['(?<constructor>\\d)_.*', /needs a group/],
  ])('refuses %s', (text, message) => {
    expect(() => namePattern(text)).toThrow(message)
  })
})
