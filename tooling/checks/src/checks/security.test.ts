import { describe, expect, it } from 'vitest'
import { plantTree } from '../planted-tree.ts'
import { security } from './security.ts'

const head = '| what | limit | in the code |\n| ---- | ----- | ----------- |\n'
const code = {
  'packages/a/src/limits.ts': 'export const CELL = 1_000_000\nconst FILE = 256 * 2 ** 20\nconst MADE = compute()\n',
}
const rows = (...lines: readonly string[]) => ({ ...code, 'SECURITY.md': `# Security\n\n${head}${lines.join('\n')}\n` })
const cell = '| a cell | 1,000,000 characters | [`CELL`](./packages/a/src/limits.ts) |'

describe('security', () => {
  it('passes where the page and the code agree, also in other units', async () => {
    const file = '| a file (`maxBytes`) | 256 MiB | [`FILE`](packages/a/src/limits.ts) |'
    const result = await security.run(plantTree(rows(cell, file)))
    expect(result).toEqual({ ok: true, figure: 'violations in 2 limits: 0', details: [] })
  })

  it.each([
    ['another number', cell.replace('1,000,000', '1,000'), 'CELL is 1000000; the page says 1000'],
    ['another unit', cell.replace('1,000,000 characters', '1 MiB'), 'CELL is 1000000; the page says 1048576'],
    ['a constant that is gone', cell.replace('CELL', 'GONE'), 'has no constant GONE'],
    ['a constant that must be run', cell.replace('CELL', 'MADE'), 'has no constant MADE'],
    ['a file that is gone', cell.replace('limits.ts', 'gone.ts'), 'packages/a/src/gone.ts does not exist'],
    ['a row without a number', cell.replace('1,000,000', 'many'), 'limit-form'],
  ])('sees %s', async (_, line, found) => {
    const { ok, details = [] } = await security.run(plantTree(rows(cell, line)))
    expect(ok).toBe(false)
    expect(details).toHaveLength(1)
    expect(details[0]).toMatch(/^SECURITY\.md:6 /)
    expect(details[0]).toContain(found)
  })

  it('falls short without the page, and without limits in it', async () => {
    expect((await security.run(plantTree(code))).ok).toBe(false)
    expect((await security.run(plantTree(rows()))).ok).toBe(false)
  })
})
