import { describe, expect, it } from 'vitest'
import { measureGrowth } from '../expressions/growth.ts'
import { plantTree } from '../planted-tree.ts'
import { expressions } from './expressions.ts'

const manifest = { name: '@romae/core', version: '0.1.0' }
const withSource = (text: string) =>
  plantTree({
    'packages/core/package.json': manifest,
    'packages/core/src/a.ts': text,
    'apps/a/package.json': { name: 'a' },
  })

describe('expressions', () => {
  it('takes linear ones', async () => {
    const root = withSource(String.raw`export const a = /^\d+(?:\.\d*)?$/, b = /[/\\]/u`)
    expect(await expressions.run(root)).toEqual({
      ok: true,
      figure: 'violations in 2 regular expressions: 0',
      details: [],
    })
  })

  it.each([
    [
      'a quadratic one',
      String.raw`export const a = 1, b = /^\d+\.?\d*$/`,
      /a\.ts:1 linear: .*2nd degree polynomial.*'0'/,
    ],
    ['one that is quadratic as it has no anchor', String.raw`text.replace(/\s+$/, '')`, /2nd degree polynomial/],
    ['an exponential one', '\nconst a = /^(a|aa)+$/', /a\.ts:2 linear: .*exponential/],
    ['one made of a text', 'export const a = (text) => new RegExp(text)', /made of a text/],
  ])('refuses %s', async (_, text, detail) => {
    const { ok, details } = await expressions.run(withSource(text))
    expect(ok).toBe(false)
    expect(details).toEqual([expect.stringMatching(detail)])
  })

  it('falls short without any, and does not look at tests', async () => {
    const files = {
      'packages/core/package.json': manifest,
      'packages/core/src/a.test.ts': 'export const a = /(a|aa)+$/',
    }
    expect(await expressions.run(plantTree(files))).toMatchObject({ ok: false, details: [] })
  })
})

describe('measureGrowth', () => {
  it('sees that time grows faster than the input', () => {
    expect(measureGrowth(String.raw`^\d+\.?\d*$`, '')).toMatchObject({ linear: false, input: String.raw`"0\u0001"` })
    expect(measureGrowth(String.raw`^\d+(?:\.\d*)?$`, '').linear).toBe(true)
  })
})
