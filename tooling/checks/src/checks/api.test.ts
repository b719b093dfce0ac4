import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { apiFolder, apiPages } from '../api/pages.ts'
import { plantTree } from '../planted-tree.ts'
import { api } from './api.ts'

const manifest = {
  name: '@romae/core',
  exports: {
    '.': { types: './dist/index.d.ts' },
    './more': { types: './dist/more.d.ts' },
    './package.json': './package.json',
  },
}
const built = {
  'packages/core/package.json': manifest,
  'packages/core/dist/index.d.ts':
    'interface Image {\n  readonly width: number\n}\n' +
    'declare function crop(image: Image): Image\ndeclare class Crop {}\nexport { crop, Crop, type Image }\n',
  'packages/core/dist/more.d.ts': "export type Sides = 'left' | 'right'\n",
}

it('passes where the pages are as the packages, lists every name, and sees a change and a report of nothing', async () => {
  const root = plantTree(built)
  const folder = path.join(root, apiFolder)
  mkdirSync(folder, { recursive: true })
  const pages = await apiPages(root)
  for (const [file, text] of pages) writeFileSync(path.join(folder, file), text)
  expect(pages.get('README.md')).toContain('| [`@romae/core`](./core.api.md) | `Crop`, `crop` | `Image` |')
  expect(pages.get('README.md')).toContain('| [`@romae/core/more`](./core-more.api.md) | – | `Sides` |')
  expect(await api.run(root)).toMatchObject({ ok: true, figure: 'violations in 3 pages: 0' })

  writeFileSync(path.join(root, 'packages/core/dist/more.d.ts'), "export type Sides = 'left'\n")
  writeFileSync(path.join(folder, 'old.api.md'), '')
  expect(await api.run(root)).toMatchObject({
    ok: false,
    details: [
      expect.stringMatching(
        /^docs\/api\/core-more\.api\.md:\d+ not-as-built: the packages have "export type Sides = 'left'"/,
      ),
      expect.stringMatching(/^docs\/api\/old\.api\.md not-as-built: no entry point/),
    ],
  })
}, 60_000)

it('fails where a package is not built', async () => {
  const { 'packages/core/dist/more.d.ts': _, ...rest } = built
  await expect(api.run(plantTree(rest))).rejects.toThrow('packages/core/dist/more.d.ts is not there')
})
