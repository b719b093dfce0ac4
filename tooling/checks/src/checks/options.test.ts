import { expect, it } from 'vitest'
import { optionLines } from '../option-lines.ts'
import { optionTable } from '../option-table.ts'
import { plantTree } from '../planted-tree.ts'
import { MOST_LINES, options } from './options.ts'

const schema = {
  rate: { kind: 'number', default: 0.5, help: 'how fast' },
  name: { kind: 'text', required: true },
} as const
const source = `export const schema = ${JSON.stringify(schema)}\n`
const page = (table: readonly string[]) =>
  ['# a', '', '<!-- options: src/options.mjs schema -->', '', ...table, '', '<!-- /options -->', ''].join('\n')
const planted = (readme: string, more: Readonly<Record<string, string>> = {}) =>
  plantTree({
    'packages/a/package.json': { name: '@romae/a' },
    'packages/a/README.md': readme,
    'packages/a/src/options.mjs': source,
    'packages/a/src/read.ts': 'export interface ReadOptions {\n  readonly rate: number\n}\n',
    ...more,
  })

it('passes where the page shows what the schema says', async () => {
  const { ok, details } = await options.run(planted(page(optionTable(schema))))
  expect({ ok, details }).toEqual({ ok: true, details: [] })
})

it('shows the options of a group by their paths', () => {
  const rows = optionTable({ time: schema, clip: { help: 'the most' } }).map((row) => row.split('|')[1]!.trim())
  expect(rows.slice(2)).toEqual(['`time.rate`', '`time.name`', '`clip`'])
})

it.each([
  [
    'another default',
    (row: string) => row.replace('0.5', '0.6'),
    'README.md:7 option-table: must say: | `rate` | `0.5`',
  ],
  ['another meaning', (row: string) => row.replace('how fast', 'how slow'), 'how fast'],
  ['an option that is gone', (row: string) => row.replace('`name`', '`nome`'), 'must say: | `name` | needed'],
])('sees %s', async (_, change, found) => {
  const { ok, details = [] } = await options.run(planted(page(optionTable(schema).map(change))))
  expect(ok).toBe(false)
  expect(details.join('\n')).toContain(found)
})

it('sees a schema that is not there, and more lines than there may be', async () => {
  const gone = await options.run(planted(page(optionTable(schema)).replace('mjs schema', 'mjs scheme')))
  expect(gone.details?.join()).toContain('exports no scheme')
  const members = Array.from({ length: MOST_LINES }, (_, index) => `  a${index}: number\n`).join('')
  const grown = await options.run(
    planted('# a\n', { 'packages/a/src/big.ts': `export interface BigOptions {\n${members}}\n` }),
  )
  expect(grown.details?.join()).toContain('option-lines')
})

it('counts declarations, lists of names, defaults and checks, a line once', () => {
  expect(optionLines("const schema = {\n  a: { kind: 'flag' },\n} as const satisfies Schema\n")).toBe(3)
  expect(optionLines("const KEYS = ['a'] as const\ncheckOptions(of, options, KEYS)\nconst { a = 1 } = options\n")).toBe(
    3,
  )
  expect(
    optionLines('throw errors.A_INVALID_OPTION({ of })\nexport interface A { b: number }\nconst { a } = options\n'),
  ).toBe(1)
})
