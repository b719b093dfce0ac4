import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { loadOnnxRuntime } from './load.ts'

const platform = `@romae/onnxruntime-${process.platform}-${process.arch}`

/** What a module in a project finds that has packages of these versions; `broken` instead of a version does not load. */
async function project(packages: Readonly<Record<string, string>>): Promise<NodeJS.Require> {
  const files = Object.entries(packages).flatMap(([name, version]) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version, main: 'index.js' })],
    [
      `node_modules/${name}/index.js`,
      version === '1.31.9' ? 'throw new Error("libstdc++.so.6: version not found")' : `exports.made = "${name}"`,
    ],
  ])
  const folder = realpathSync(await temporaryFolder(Object.fromEntries(files)))
  const find = createRequire(path.join(folder, 'index.js'))
  // Nor those that NODE_PATH names.
  const within = (name: string) => {
    if (!find.resolve(name).startsWith(folder)) throw new Error(`Cannot find module '${name}'`)
    return find(name)
  }
  return within as NodeJS.Require
}

it.each([
  [{ 'onnxruntime-node': '1.31.0', [platform]: '1.30.0' }, 'onnxruntime-node 1.31.0'],
  [{ 'onnxruntime-node': '1.20.1', [platform]: '1.30.0' }, `${platform} 1.30.0`],
  [{ 'onnxruntime-node': '2.0.0', [platform]: '1.30.0' }, `${platform} 1.30.0`],
  [{ [platform]: '1.30.0' }, `${platform} 1.30.0`],
])('of %o it takes %s', async (packages, origin) => {
  const loaded = await loadOnnxRuntime(await project(packages))
  expect(loaded).toEqual({ onnxRuntime: { made: origin.split(' ')[0] }, origin })
})

it('says what to install where there is none', async () => {
  const loading = loadOnnxRuntime(await project({}))
  const install = 'npm install onnxruntime-node --ignore-scripts'
  await expect(loading).rejects.toThrowRomae('ENGINE_PACKAGE_MISSING', { name: platform, install })
})

it('says that the only one is too old', async () => {
  const loading = loadOnnxRuntime(await project({ 'onnxruntime-node': '1.20.1' }))
  await expect(loading).rejects.toThrowRomae('ENGINE_PACKAGE_OLD', { got: '1.20.1', oldest: '1.30.0' })
})

it('says why it does not load, and takes no other for it', async () => {
  const loading = loadOnnxRuntime(await project({ 'onnxruntime-node': '1.31.9', [platform]: '1.30.0' }))
  await expect(loading).rejects.toThrowRomae('ENGINE_PACKAGE_BROKEN', {
    name: 'onnxruntime-node',
    reason: 'libstdc++.so.6: version not found',
  })
})
