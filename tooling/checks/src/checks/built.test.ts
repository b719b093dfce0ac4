import { expect, it } from 'vitest'
import { plantTree } from '../planted-tree.ts'
import { built } from './built.ts'

const clean = {
  'packages/internal/package.json': { name: '@romae/internal', private: true },
  'packages/core/package.json': {
    name: '@romae/core',
    dependencies: { '@romae/tokenizer': 'workspace:^' },
    peerDependencies: { '@tensorflow/tfjs-core': '^4.22.0' },
    devDependencies: { '@romae/internal': 'workspace:*' },
  },
  'packages/core/dist/index.js':
    "import 'node:fs'\nimport './chunk.js'\nimport '@romae/tokenizer'\nimport '@tensorflow/tfjs-core'\n",
  'packages/core/dist/index.js.map': '{"sourcesContent":["import \'@romae/errors\'"]}',
}

it('passes where every import can be installed', async () => {
  const result = await built.run(plantTree(clean))
  expect(result).toEqual({ ok: true, figure: 'violations in 4 imports in dist: 0', details: [] })
})

it.each([
  [
    'code',
    'index.js',
    "\nimport { RomaeError } from '@romae/internal/errors'\n",
    'packages/core/dist/index.js:2 not-installed',
  ],
  [
    'declarations',
    'sub/a.d.ts',
    "export type E = import('@romae/internal/errors').E\n",
    'packages/core/dist/sub/a.d.ts:1 not-',
  ],
])('sees a private package in %s', async (_, file, text, found) => {
  const { ok, details } = await built.run(plantTree({ ...clean, [`packages/core/dist/${file}`]: text }))
  expect(ok).toBe(false)
  expect(details).toEqual([expect.stringContaining(found)])
})

it('follows internal names to what they stand for', async () => {
  const imports = {
    '#here': './dist/a.js',
    '#tfjs': { node: '@tensorflow/tfjs-core', default: '@romae/internal/errors' },
  }
  const tree = (text: string) =>
    plantTree({
      ...clean,
      'packages/core/package.json': { ...clean['packages/core/package.json'], imports },
      'packages/core/dist/a.js': text,
    })
  expect((await built.run(tree("import '#here'\n"))).ok).toBe(true)
  expect((await built.run(tree("import '#tfjs'\n"))).details).toEqual([expect.stringContaining('dist/a.js:1 not-')])
  expect((await built.run(tree("import '#absent'\n"))).details).toEqual([expect.stringContaining('dist/a.js:1 not-')])
})

it('sees a map that is named and not there', async () => {
  const named = (map: string) =>
    plantTree({ ...clean, 'packages/core/dist/a.js': `export {}\n//# sourceMappingURL=${map}\n` })
  expect((await built.run(named('index.js.map'))).ok).toBe(true)
  const { details } = await built.run(named('a.js.map'))
  expect(details).toEqual([expect.stringMatching(/dist\/a.js.* no-map: a.js.map is not there/)])
})

it('sees a package that was not built', async () => {
  const { ok, details } = await built.run(plantTree({ ...clean, 'packages/new/package.json': { name: '@romae/new' } }))
  expect(ok).toBe(false)
  expect(details).toEqual([expect.stringContaining('packages/new/dist not-built')])
})
