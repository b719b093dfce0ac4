import { describe, expect, it } from 'vitest'
import { moduleReferences, packageOf } from './imports.ts'

const specifiers = (text: string) => moduleReferences('file.ts', text).map(({ specifier }) => specifier)

describe('moduleReferences', () => {
  it.each([
    ["import 'a'", 'a'],
    ["import b from 'a'", 'a'],
    ["import type { B } from 'a'", 'a'],
    ["export { b } from 'a'", 'a'],
    ["export * from 'a'", 'a'],
    ["export type { B } from 'a'", 'a'],
    ["const b = await import('a')", 'a'],
    ['const b = await import(`a`)', 'a'],
    ["type B = import('a').B", 'a'],
    ["type B = typeof import('a')", 'a'],
    ["import b = require('a')", 'a'],
    ["const b = require('a')", 'a'],
    ["const b = require.resolve('a')", 'a'],
    ["const b = import.meta.resolve('a')", 'a'],
    ["const load = createRequire(import.meta.url)\nload('a')", 'a'],
    ["createRequire(import.meta.url)('a')", 'a'],
    ['const b = await import(name)', null],
  ])('finds the module in %s', (text, expected) => {
    expect(specifiers(text)).toEqual([expected])
  })

  it('reads code, not comments or strings', () => {
    expect(specifiers(`// import 'a'\nconst text = "import 'b'"\n/* require('c') */`)).toEqual([])
  })

  it("leaves a file's own function named require alone", () => {
    expect(specifiers("import { require } from './checks.ts'\nrequire(ready, 'not ready')")).toEqual(['./checks.ts'])
  })

  it('counts lines from 1', () => {
    expect(moduleReferences('file.ts', "\n\nimport 'a'")).toEqual([{ specifier: 'a', line: 3 }])
  })
})

describe('packageOf', () => {
  it('keeps the scope and drops the subpath', () => {
    expect(packageOf('@romae/tokenizer/testing')).toBe('@romae/tokenizer')
    expect(packageOf('vitest/config')).toBe('vitest')
    expect(packageOf('uplot')).toBe('uplot')
  })
})
