import { describe, expect, it } from 'vitest'
import { plantTree } from '../planted-tree.ts'
import { uniform } from './uniform.ts'

const manifest = {
  name: '@romae/core',
  version: '0.1.0',
  description: 'The model',
  keywords: ['romae'],
  license: 'MIT',
  repository: { type: 'git', url: 'git+https://github.com/romae/romae.git', directory: 'packages/core' },
  type: 'module',
  sideEffects: false,
  exports: {
    '.': { '@romae/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
  files: ['dist', 'src', '!src/**/*.test.ts'],
  engines: { node: '>=20.19' },
  publishConfig: { access: 'public', provenance: true },
  scripts: {
    build: 'tsdown',
    test: 'vitest run',
    'check:package': 'publint --strict && attw --pack . --profile esm-only',
  },
  dependencies: { '@romae/tokenizer': 'workspace:^', seedrandom: 'catalog:' },
  peerDependencies: { '@tensorflow/tfjs-core': '^4.22.0' },
  devDependencies: { '@romae/internal': 'workspace:*', vitest: 'catalog:' },
}

const clean = {
  'packages/core/package.json': manifest,
  'packages/core/README.md': '# Core\n',
  'packages/core/tsconfig.json': { extends: '@romae/tsconfig/base.json', include: ['src'] },
  'packages/core/vitest.config.ts': 'export default {}\n',
  'packages/core/tsdown.config.ts': 'export default {}\n',
  'packages/core/src/index.ts': "export { a, type B } from './a-file.ts'\n",
  'packages/core/src/a-file.ts': 'export const a = 1\n',
}

const withManifest = (fields: object) => ({ 'packages/core/package.json': { ...manifest, ...fields } })

describe('uniform', () => {
  it('passes a package of the common shape', async () => {
    const result = await uniform.run(plantTree(clean))
    expect(result).toEqual({ ok: true, figure: 'violations in 1 packages: 0', details: [] })
  })

  it('falls short without packages', async () => {
    expect((await uniform.run(plantTree({}))).ok).toBe(false)
  })

  it.each([
    ['an unknown field', withManifest({ main: 'dist/index.js' }), '"main" is not among the fields'],
    [
      'fields out of order',
      { 'packages/core/package.json': Object.assign({ type: 'module' }, manifest) },
      '"type" is out of order',
    ],
    ['another licence', withManifest({ license: 'ISC' }), '"license" must be "MIT"'],
    ['no description', withManifest({ description: '' }), '"description" is missing'],
    ['another engine', withManifest({ engines: { node: '>=18' } }), '"engines" must be {"node":">=20.19"}'],
    ['tests that are shipped', withManifest({ files: ['dist', 'src'] }), '"files" must be'],
    ['the wrong folder', withManifest({ repository: { type: 'git' } }), '"repository" must be'],
    ['no provenance', withManifest({ publishConfig: { access: 'public' } }), '"publishConfig" must be'],
    [
      'another test script',
      withManifest({ scripts: { ...manifest.scripts, test: 'vitest' } }),
      'script "test" must be "vitest run"',
    ],
    [
      'types before the source',
      withManifest({
        exports: {
          ...manifest.exports,
          '.': { types: './dist/index.d.ts', '@romae/source': './src/index.ts', default: './dist/index.js' },
        },
      }),
      'in this order',
    ],
    [
      'an entry point without a source',
      withManifest({
        exports: {
          ...manifest.exports,
          './gone': { '@romae/source': './src/gone.ts', types: './dist/gone.d.ts', default: './dist/gone.js' },
        },
      }),
      './src/gone.ts does not exist',
    ],
    [
      'a hidden package.json',
      withManifest({ exports: { '.': manifest.exports['.'] } }),
      '"exports" must offer "./package.json"',
    ],
    [
      'a workspace peer',
      withManifest({ peerDependencies: { '@romae/tokenizer': 'workspace:^' } }),
      'must be a literal range',
    ],
    [
      'a version outside the catalog',
      withManifest({ devDependencies: { vitest: '4.1.12' } }),
      'devDependencies: "vitest" must be "catalog:"; got "4.1.12"',
    ],
    [
      'a pinned sibling',
      withManifest({ dependencies: { '@romae/tokenizer': '0.1.0' } }),
      '"@romae/tokenizer" must be "workspace:^"',
    ],
    ['settings of its own', { 'packages/core/tsconfig.json': { include: ['src'] } }, '"extends" must be'],
    ['a long file', { 'packages/core/src/long.ts': 'export {}\n'.repeat(401) }, '401 lines; at most 400'],
    ['a file in camel case', { 'packages/core/src/aFile.ts': 'export {}\n' }, 'kebab-case'],
    ['code in an index', { 'packages/core/src/index.ts': "import './a-file.ts'\n" }, 'src/index.ts:1 index-only'],
    [
      'a write past the border',
      { 'packages/core/src/a-file.ts': 'export const a = 1\nprocess.stdout.write(id)\n' },
      'src/a-file.ts:2 raw-output',
    ],
    ['a star export', { 'packages/core/src/index.ts': "\nexport * from './a-file.ts'\n" }, 'src/index.ts:2 index-only'],
  ])('sees %s', async (_, plant, found) => {
    const { ok, details = [] } = await uniform.run(plantTree({ ...clean, ...plant }))
    expect(ok).toBe(false)
    expect(details.join('\n')).toContain(found)
    expect(details).toHaveLength(1)
  })

  it.each([
    ["import { writeFile } from 'node:fs/promises'\n", 1],
    ["import { writeFileSync as put } from 'fs'\n", 1],
    ["import fs from 'node:fs'\nfs.appendFileSync('a', '')\n", 2],
    ["\nconst { createWriteStream } = await import('node:fs')\n", 2],
    ["const [{ copyFile }] = await Promise.all([import('node:fs/promises')])\n", 1],
    ["import { open } from 'node:fs/promises'\nawait open('a', 'wx')\n", 2],
    [
      "import { constants, open } from 'node:fs/promises'\nawait open('a', constants.O_RDONLY | constants.O_CREAT)\n",
      2,
    ],
    ["import { openSync } from 'node:fs'\nopenSync(\n  'a',\n  64,\n)\n", 2],
    ["import { createRequire } from 'node:module'\ncreateRequire(import.meta.url)('fs').cpSync('a', 'b')\n", 2],
  ])('sees a file that is written past the one way: %j', async (text, line) => {
    const { details = [] } = await uniform.run(plantTree({ ...clean, 'packages/core/src/a-file.ts': text }))
    expect(details.map((detail) => detail.split(':', 2).join(':'))).toEqual([
      `packages/core/src/a-file.ts:${line} writes-by-itself`,
    ])
  })

  it.each([
    ["import { readFile } from 'node:fs/promises'\n", 1],
    ["import fs from 'node:fs'\nfs.readFileSync('a')\n", 2],
    ["\nconst { createReadStream } = await import('node:fs')\n", 2],
    ["import { open } from 'node:fs/promises'\nawait open('a')\n", 2],
    ["import { openSync } from 'node:fs'\nopenSync('a', 'r')\n", 2],
    ["import { constants, open } from 'node:fs/promises'\nopen('a', constants.O_RDONLY | constants.O_NOFOLLOW)\n", 2],
  ])('sees a file that is read past the one way: %j', async (text, line) => {
    const { details = [] } = await uniform.run(plantTree({ ...clean, 'packages/core/src/a-file.ts': text }))
    expect(details.map((detail) => detail.split(':', 2).join(':'))).toEqual([
      `packages/core/src/a-file.ts:${line} reads-by-itself`,
    ])
  })

  it('lets the one way write, and tests, and all others call what only has such a name', async () => {
    const writes = "import { writeFile } from 'node:fs/promises'\nexport const write = writeFile\n"
    const reads =
      "import { rename } from 'node:fs/promises'\nimport { open, readFile, writeFile } from '@romae/internal/files'\n" +
      "await writeFile(await readFile('a'))\nawait open('a', 'w')\nawait open('a')\nawait rename('a', 'b')\n"
    const plant = {
      'packages/internal/package.json': {
        name: '@romae/internal',
        private: true,
        license: 'MIT',
        type: 'module',
        exports: {},
      },
      'packages/core/src/a.test.ts': writes,
      'packages/core/src/testing/a.ts': writes,
      'packages/core/src/b-file.ts': reads,
      'packages/core/src/no-files.ts':
        "export const writeFile = (open: (a: string, b: string) => void) => open('a', 'w')\n",
    }
    const { details = [] } = await uniform.run(
      plantTree({ ...clean, ...plant, 'packages/internal/src/files/a.ts': writes }),
    )
    expect(details.filter((detail) => detail.includes('-by-itself'))).toEqual([])
  })

  it('sees a missing README', async () => {
    const { 'packages/core/README.md': _, ...without } = clean
    const { details } = await uniform.run(plantTree(without))
    expect(details).toEqual(['packages/core required-file: README.md is missing'])
  })
})
