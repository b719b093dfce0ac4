import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { bundlePage } from './bundle-page.ts'

it('the page bundles for browsers, without Node code', async () => {
  const folder = await temporaryFolder()
  const { size, nodeCode } = await bundlePage(fileURLToPath(new URL('./page', import.meta.url)), folder)
  expect(nodeCode).toEqual([])
  expect(size).toBeGreaterThan(100_000)
  expect(await readdir(path.join(folder, 'assets'))).toContainEqual(expect.stringMatching(/threaded.*\.wasm$/))
})
