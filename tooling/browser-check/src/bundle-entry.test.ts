import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { bundleEntry } from './bundle-entry.ts'

/** A package of files that users of a bundler may meet. */
async function packageOf(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder()
  const manifest = { name: 'tried', type: 'module', sideEffects: false, exports: './index.js' }
  await mkdir(path.join(root, 'packages/tried'), { recursive: true })
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    await writeFile(path.join(root, 'packages/tried', name), text)
  }
  return path.join(root, 'packages/tried')
}

const files = {
  'index.js': "export { a } from './a.js'\nexport { b } from './b.js'\nexport const c = 1",
  'a.js': "import { join } from 'node:path'\nexport const a = () => join('x', 'y')",
  'b.js': "export const b = () => import('fs')",
}

it('tells what is imported of Node, at once or lazily, and from where', async () => {
  const { nodeImports, size } = await bundleEntry(await packageOf(files), 'tried', '*')
  expect([...nodeImports].sort()).toEqual(['fs, of packages/tried/b.js', 'node:path, of packages/tried/a.js'])
  expect(size).toBeGreaterThan(50)
})

it('leaves out what is not used', async () => {
  const root = await packageOf(files)
  expect((await bundleEntry(root, 'tried', ['c'])).nodeImports).toEqual([])
  expect((await bundleEntry(root, 'tried', ['b', 'c'])).nodeImports).toEqual(['fs, of packages/tried/b.js'])
})
