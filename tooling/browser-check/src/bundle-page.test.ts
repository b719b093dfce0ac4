import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { bundlePage, nodeCodeOf } from './bundle-page.ts'

it('the page bundles for browsers, without Node code', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-bundle-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { size, nodeCode } = await bundlePage(fileURLToPath(new URL('./page', import.meta.url)), folder)
  expect(nodeCode).toEqual([])
  expect(size).toBeGreaterThan(100_000)
  expect(await readdir(path.join(folder, 'assets'))).toContainEqual(expect.stringMatching(/threaded.*\.wasm$/))
})

const chunk = (code: string, ...moduleIds: string[]) => ({ fileName: 'a.js', code, moduleIds })

it.each([
  [chunk('import("node:fs/promises")', '/repo/packages/trainer/src/index.ts'), ['node:fs/promises in a.js']],
  [
    chunk('import{cpus as c}from`node:os`', '/repo/src/a.ts', '/x/node_modules/onnxruntime-web/b.mjs'),
    ['node:os in a.js'],
  ],
  [chunk('require("node:os")', '/x/node_modules/onnxruntime-web/dist/ort.mjs'), []],
  [chunk('', '/x/node_modules/onnxruntime-node/dist/index.js'), ['/x/node_modules/onnxruntime-node/dist/index.js']],
  [chunk('const node = { a: 1 }', '/repo/packages/engine/src/onnxruntime-node/create.ts'), []],
])('finds Node code in %o', (given, found) => {
  expect(nodeCodeOf(given)).toEqual(found)
})
