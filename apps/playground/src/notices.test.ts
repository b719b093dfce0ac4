import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { noticesOf } from './notices.ts'

const folder = await temporaryFolder()
const moduleOf = (name: string) => fileURLToPath(import.meta.resolve(name))

async function packageWith(manifest: object): Promise<string> {
  const { name } = manifest as { readonly name: string }
  const own = join(folder, 'node_modules', name)
  await mkdir(own, { recursive: true })
  await writeFile(join(own, 'package.json'), JSON.stringify({ version: '1.2.3', ...manifest }))
  return join(own, 'index.js')
}

it('says the licence of each package once, as it ships it or as its manifest names it', async () => {
  const sources = [moduleOf('uplot'), moduleOf('uplot'), `${moduleOf('onnxruntime-web/wasm')}?worker`, '/src/main.ts']
  const notices = await noticesOf(sources)
  expect(notices.match(/^uplot /gm)).toHaveLength(1)
  expect(notices).toContain('Leon Sorokin')
  expect(notices).toMatch(/^onnxruntime-web \d/m)
  expect(notices).toContain('Copyright (c) Microsoft Corporation')
  expect(notices).toContain('ThirdPartyNotices.txt')
  expect(notices.match(/Permission is hereby granted/g)).toHaveLength(2)
  expect(notices).not.toContain('<year>')
})

it('takes the author of one that ships no licence', async () => {
  const source = await packageWith({ name: 'small', license: 'MIT', author: { name: 'Ada' } })
  expect(await noticesOf([source])).toMatch(/small 1\.2\.3\n\nCopyright \(c\) Ada\n\n.*Permission is hereby/s)
})

it('refuses a package of which nothing says whose it is', async () => {
  const source = await packageWith({ name: 'nobodys', license: 'MIT' })
  await expect(noticesOf([source])).rejects.toThrow(/nobodys 1\.2\.3 is in the page/)
})
