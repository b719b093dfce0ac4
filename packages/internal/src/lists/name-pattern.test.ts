import { describe, expect, it } from 'vitest'
import { namePattern as patternOf } from './name-pattern.ts'

const namePattern = (text: string) => patternOf(text, (expected, got) => new Error(`${expected}; got "${got}"`))

describe('namePattern', () => {
  it('finds groups as a RegExp does', async () => {
    const text = '(?<label>\\d)_(?<speaker>[a-z]+)(_(?<take>\\d+))?$'
    const pattern = await namePattern(text)
    for (const name of ['7_jackson_32', '0_theo', 'x0_theo', 'readme']) {
      const expected = new RegExp(text).exec(name)?.groups
      expect(pattern.exec(name)?.groups).toEqual(expected && { ...expected })
    }
    expect(String(pattern)).toBe(text)
  })

  it('takes linear time where a RegExp would take for ever', async () => {
    const pattern = await namePattern('^(?<label>(a|aa)+)$')
    const started = performance.now()
    expect(pattern.exec(`${'a'.repeat(250)}b`)).toBeNull()
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it.each([
    ['(?<label>[', /an expression of RE2 \(.*\); got/],
    ['(?<label>a)(?=b)', /an expression of RE2/],
    ['(?<label>(?:a?a?a?a?a?){1000})', /at most 1000 instructions: use smaller counts; got "10\d\d\d of them"/],
    ['(\\d)_.*', /an expression with a group \(\?<label>…\); got/],
    ['(?<constructor>\\d)_.*', /an expression with a group/],
  ])('refuses %s', async (text, message) => {
    await expect(namePattern(text)).rejects.toThrow(message)
  })

  it('refuses what is too long before it is compiled', async () => {
    await expect(namePattern(`(?<label>${'a'.repeat(491)})`)).rejects.toThrow(
      'at most 500 characters; got "501 of them"',
    )
  })
})
