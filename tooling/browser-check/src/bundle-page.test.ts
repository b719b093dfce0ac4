import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { bundlePage } from './bundle-page.ts'

it('the page bundles for browsers, without Node code', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-bundle-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { size, nodeCode } = await bundlePage(fileURLToPath(new URL('./page', import.meta.url)), folder)
  expect(nodeCode).toEqual([])
  expect(size).toBeGreaterThan(100_000)
  expect(await readdir(path.join(folder, 'assets'))).toContainEqual(expect.stringMatching(/threaded.*\.wasm$/))
})
