import { expect, it } from 'vitest'
import { plantTree } from '../planted-tree.ts'
import { words } from './words.ts'

const page = [
  '# Contributing',
  '## Glossary',
  '',
  '| term | meaning | not |',
  '| ---- | ------- | --- |',
  '| EMA decay, `emaDecay` | of the moving average | `averageDecay`, average |',
  '| PyTorch | where weights come from | `fromReference*` |',
  '',
  '## How to add …',
  '| x | y | `allowed` |',
].join('\n')

const tree = (source: string) => ({
  'CONTRIBUTING.md': page,
  'packages/a/package.json': { name: '@romae/a' },
  'packages/a/src/index.ts': source,
})

it('passes names of the glossary, and texts and comments whatever they say', async () => {
  const source = "/** averageDecay */\nexport const emaDecay = 'averageDecay'\nexport const allowed = { average: 1 }\n"
  expect(await words.run(plantTree(tree(source)))).toEqual({
    ok: true,
    figure: 'violations in 3 identifiers: 0',
    details: [],
  })
})

it.each([
  ['a variable', 'export const averageDecay = 1\n', 'averageDecay is called "EMA decay, emaDecay"'],
  ['a key', 'export const a = { averageDecay: 1 }\n', 'averageDecay'],
  ['a private field', 'export class A {\n  #averageDecay = 1\n}\n', 'averageDecay'],
  [
    'a name that only begins so',
    'export function fromReferenceConfig() {}\n',
    'fromReferenceConfig is called "PyTorch"',
  ],
])('finds %s of another word', async (_, source, problem) => {
  const { ok, details } = await words.run(plantTree(tree(source)))
  expect(ok).toBe(false)
  expect(details).toEqual([expect.stringContaining(problem)])
})

it('fails without a glossary', async () => {
  await expect(words.run(plantTree({ ...tree(''), 'CONTRIBUTING.md': '# Contributing\n' }))).rejects.toThrow('Glossary')
})
