import { describe, expect, it } from 'vitest'
import { deepestNesting, parseJson } from './index.ts'

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

describe('parseJson', () => {
  it('is JSON.parse', () => {
    const text = '{"a": [1, "x\\"[", {"b": null}], "c\\\\": true}'
    expect(parseJson(text)).toEqual(JSON.parse(text))
    expect(() => parseJson('{"a": 1')).toThrow(SyntaxError)
  })

  it('takes what is nested as deep as it may be, and refuses one level more', () => {
    expect(JSON.stringify(parseJson(nested(deepestNesting)))).toBe(nested(deepestNesting))
    expect(() => parseJson(nested(deepestNesting + 1))).toThrow('nested deeper than 100 levels')
    expect(() => parseJson('{"a":'.repeat(1e6))).toThrow('nested deeper')
  })

  it('counts no brackets in strings, and takes no closed ones for open', () => {
    const brackets = JSON.stringify(`\\"${'['.repeat(1000)}`)
    expect(parseJson(brackets)).toBe(`\\"${'['.repeat(1000)}`)
    expect(parseJson(`[${Array(500).fill('[]').join()}]`)).toHaveLength(500)
  })

  it('leaves prototypes alone', () => {
    const value = parseJson('{"__proto__": {"polluted": 1}}') as { polluted?: number }
    expect(value.polluted).toBeUndefined()
    expect(Object.hasOwn(value, '__proto__')).toBe(true)
  })
})
