import { describe, expect, it } from 'vitest'
import { layers } from '../layers.ts'
import { plantTree } from '../planted-tree.ts'
import { arrows } from './arrows.ts'

/** A tree that keeps every rule and uses every permission: peers, an inlined error table, tests with their own tools. */
const clean = {
  'packages/internal/package.json': { name: '@romae/internal', private: true },
  'packages/internal/src/index.ts': 'export {}\n',
  'packages/tokenizer/package.json': {
    name: '@romae/tokenizer',
    devDependencies: { '@romae/internal': 'workspace:*' },
  },
  'packages/tokenizer/src/index.ts': "export { a } from './a.ts'\n",
  'packages/tokenizer/src/a.ts':
    "import { defineErrors } from '@romae/internal/errors'\nexport const a = defineErrors({})\n",
  'packages/timeseries/package.json': {
    name: '@romae/timeseries',
    dependencies: { 'csv-parse': 'catalog:' },
    peerDependencies: { '@romae/tokenizer': '>=0.1.0 <1' },
    devDependencies: { '@tensorflow/tfjs': 'catalog:', '@romae/core': 'workspace:*' },
    files: ['dist', 'src', '!src/**/*.test.ts', '!src/helpers'],
  },
  'packages/timeseries/src/helpers/close.ts': "import '@tensorflow/tfjs'\n",
  'packages/timeseries/src/index.ts':
    "import type { Tokens } from '@romae/tokenizer'\nimport { parse } from 'csv-parse'\nimport 'node:fs'\n",
  'packages/timeseries/src/index.test.ts': "import '@tensorflow/tfjs'\nimport '@romae/core'\n",
  'packages/core/package.json': {
    name: '@romae/core',
    dependencies: { '@romae/tokenizer': 'workspace:^' },
    peerDependencies: { '@tensorflow/tfjs-core': '^4.22.0' },
  },
  'packages/core/src/index.ts': "import '@tensorflow/tfjs-core'\nimport '@romae/tokenizer'\n",
  'packages/compiler/package.json': { name: '@romae/compiler' },
  'packages/compiler/src/index.ts': 'export {}\n',
  'packages/engine/package.json': {
    name: '@romae/engine',
    imports: { '#web': { types: 'other', browser: { default: './src/web.ts' }, default: 'onnxruntime-web' } },
    dependencies: { '@romae/compiler': 'workspace:^' },
    peerDependencies: { 'onnxruntime-web': '^1.30.0' },
  },
  'packages/engine/src/index.ts': "import '@romae/compiler'\nimport '#web'\n",
  'apps/demo/package.json': {
    name: '@romae/demo',
    private: true,
    dependencies: { '@romae/core': 'workspace:*', '@romae/timeseries': 'workspace:*' },
  },
  'apps/demo/src/main.ts': "import '@romae/core'\nimport '@romae/timeseries'\n",
}

const manifest = (file: keyof typeof clean, fields: object) => ({ [file]: { ...(clean[file] as object), ...fields } })

describe('arrows', () => {
  it('passes a tree that keeps the rules, and counts its imports', async () => {
    const result = await arrows.run(plantTree(clean))
    expect(result).toEqual({ ok: true, figure: 'violations in 14 imports of 7 packages: 0', details: [] })
  })

  it('falls short on a tree without imports', async () => {
    expect((await arrows.run(plantTree({}))).ok).toBe(false)
  })

  it.each([
    {
      name: 'an internal name that is not there',
      plant: { 'packages/engine/src/a.ts': "import '#absent'\n" },
      found: 'packages/engine/src/a.ts:1 undeclared',
    },
    {
      name: 'an internal name that stands for a package that is not declared',
      plant: manifest('packages/engine/package.json', { peerDependencies: {} }),
      found: 'packages/engine/src/index.ts:2 undeclared',
    },
    {
      name: 'a modality imports core',
      plant: { 'packages/timeseries/src/a.ts': "\nimport { attention } from '@romae/core'\n" },
      found: 'packages/timeseries/src/a.ts:2 modality-uses-only-the-contract',
    },
    {
      name: 'a modality imports a type of core',
      plant: { 'packages/timeseries/src/a.ts': "export type C = import('@romae/core').RomaeConfig\n" },
      found: 'packages/timeseries/src/a.ts:1 modality-uses-only-the-contract',
    },
    {
      name: 'a modality imports another modality',
      plant: { 'packages/timeseries/src/a.ts': "export { patches } from '@romae/image'\n" },
      found: 'packages/timeseries/src/a.ts:1 modality-uses-only-the-contract',
    },
    {
      name: 'a modality imports a tensor library, even lazily',
      plant: { 'packages/timeseries/src/a.ts': "\n\nconst tf = await import('@tensorflow/tfjs-core')\n" },
      found: 'packages/timeseries/src/a.ts:3 no-tensor-library',
    },
    {
      name: 'a modality requires onnxruntime',
      plant: { 'packages/timeseries/src/a.ts': "const ort = require('onnxruntime-node')\n" },
      found: 'packages/timeseries/src/a.ts:1 no-tensor-library',
    },
    {
      name: 'a modality depends on core',
      plant: manifest('packages/timeseries/package.json', { dependencies: { '@romae/core': 'workspace:^' } }),
      found: 'packages/timeseries/package.json:4 modality-uses-only-the-contract',
    },
    {
      name: 'a modality brings its own copy of the contract',
      plant: manifest('packages/timeseries/package.json', { dependencies: { '@romae/tokenizer': 'workspace:^' } }),
      found: 'packages/timeseries/package.json:4 contract-is-a-peer',
    },
    {
      name: 'core imports a modality',
      plant: { 'packages/core/src/a.ts': "import { readUea } from '@romae/timeseries'\n" },
      found: 'packages/core/src/a.ts:1 core-knows-no-modality',
    },
    {
      name: 'the contract imports an outside package',
      plant: { 'packages/tokenizer/src/b.ts': "import seedrandom from 'seedrandom'\n" },
      found: 'packages/tokenizer/src/b.ts:1 contract-stands-alone',
    },
    {
      name: 'the contract imports a Node module',
      plant: { 'packages/tokenizer/src/b.ts': "import { readFileSync } from 'node:fs'\n" },
      found: 'packages/tokenizer/src/b.ts:1 contract-stands-alone',
    },
    {
      name: 'the contract has a dependency',
      plant: manifest('packages/tokenizer/package.json', { dependencies: { zod: 'catalog:' } }),
      found: 'packages/tokenizer/package.json:7 contract-stands-alone',
    },
    {
      name: 'the contract has a peer',
      plant: manifest('packages/tokenizer/package.json', { peerDependencies: { zod: '^4.0.0' } }),
      found: 'packages/tokenizer/package.json:7 contract-stands-alone',
    },
    {
      name: 'the compiler imports core',
      plant: { 'packages/compiler/src/a.ts': "import '@romae/core'\n" },
      found: 'packages/compiler/src/a.ts:1 against-the-arrows',
    },
    {
      name: 'the engine imports core',
      plant: { 'packages/engine/src/a.ts': "import '@romae/core'\n" },
      found: 'packages/engine/src/a.ts:1 against-the-arrows',
    },
    {
      name: 'a package imports an app',
      plant: { 'packages/core/src/a.ts': "import '@romae/demo'\n" },
      found: 'packages/core/src/a.ts:1 against-the-arrows',
    },
    {
      name: 'an import that package.json does not declare',
      plant: { 'packages/core/src/a.ts': "import 'seedrandom'\n" },
      found: 'packages/core/src/a.ts:1 undeclared',
    },
    {
      name: 'a shipped file imports what is declared for development only',
      plant: {
        ...manifest('packages/core/package.json', { devDependencies: { 'fast-check': 'catalog:' } }),
        'packages/core/src/a.ts': "import 'fast-check'\n",
      },
      found: 'packages/core/src/a.ts:1 undeclared',
    },
    {
      name: 'a helper of tests that users get too imports what is declared for development only',
      plant: { 'packages/timeseries/src/other-helpers/close.ts': "import '@romae/core'\n" },
      found: 'packages/timeseries/src/other-helpers/close.ts:1 modality-uses-only-the-contract',
    },
    {
      name: 'a test imports what is not declared at all',
      plant: { 'packages/core/src/a.test.ts': "import 'fast-check'\n" },
      found: 'packages/core/src/a.test.ts:1 undeclared',
    },
    {
      name: 'an app imports a package that it does not declare',
      plant: { 'apps/demo/src/a.ts': "import '@romae/engine'\n" },
      found: 'apps/demo/src/a.ts:1 undeclared',
    },
    {
      name: 'a relative import leaves its package',
      plant: { 'packages/timeseries/src/a.ts': "import '../../core/src/index.ts'\n" },
      found: 'packages/timeseries/src/a.ts:1 leaves-the-package',
    },
    {
      name: 'an import whose module cannot be read',
      plant: { 'packages/timeseries/src/a.ts': 'export const load = (name: string) => import(name)\n' },
      found: 'packages/timeseries/src/a.ts:1 computed-import',
    },
    {
      name: 'a published package depends on a private one',
      plant: manifest('packages/core/package.json', { dependencies: { '@romae/internal': 'workspace:^' } }),
      found: 'packages/core/package.json:4 private-dependency',
    },
    {
      name: 'a package without a layer',
      plant: { 'packages/video/package.json': { name: '@romae/video' } },
      found: 'packages/video/package.json no-layer',
    },
  ])('sees that $name', async ({ plant, found }) => {
    const { ok, details = [] } = await arrows.run(plantTree({ ...clean, ...plant }))
    expect(ok).toBe(false)
    expect(details.map((detail) => detail.slice(0, found.length))).toContain(found)
  })

  it('has layers that point one way', () => {
    const visit = (name: string, above: readonly string[]): void => {
      expect(above).not.toContain(name)
      for (const below of layers[name]?.mayUse ?? []) visit(below, [...above, name])
    }
    for (const name of Object.keys(layers)) visit(name, [])
  })
})
