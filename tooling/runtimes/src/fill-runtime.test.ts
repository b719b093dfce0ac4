import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { create } from 'tar'
import { expect, it } from 'vitest'
import { unpackRuntime } from './fill-runtime.ts'
import { filesOf, onnxRuntimeNode, platforms } from './pinned.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A tarball as a registry has them, with these files. */
async function tarballOf(files: readonly string[]): Promise<{ readonly file: string; readonly integrity: string }> {
  const folder = await temporaryFolder()
  for (const name of files) {
    const target = path.join(folder, 'package', name)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, `content of ${name}`)
  }
  const file = path.join(folder, 'onnxruntime-node.tgz')
  create({ file, cwd: folder, gzip: true, sync: true }, ['package'])
  return { file, integrity: `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}` }
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort()

it('takes the files of one platform, and the licences', async () => {
  const { file, integrity } = await tarballOf([...platforms.flatMap(filesOf), 'script/install.js', 'package.json'])
  const folder = await temporaryFolder()
  unpackRuntime(file, integrity, 'linux-arm64', folder)
  unpackRuntime(file, integrity, 'linux-x64', folder)
  expect(filesIn(folder)).toEqual(['LICENSE', 'ThirdPartyNotices.txt', ...filesOf('linux-x64')].sort())
  expect(readFileSync(path.join(folder, 'LICENSE'), 'utf8')).toMatch(/Microsoft Corporation/)
})

it('takes nothing of a tarball that is not the pinned one', async () => {
  const { file } = await tarballOf(filesOf('linux-x64'))
  const folder = await temporaryFolder()
  expect(() => unpackRuntime(file, onnxRuntimeNode.integrity, 'linux-x64', folder)).toThrow(/pinned is sha512-twhs/)
  expect(readdirSync(folder)).toEqual([])
})

it('names a file that is missing', async () => {
  const { file, integrity } = await tarballOf(filesOf('linux-x64').filter((name) => !name.endsWith('.so.1')))
  const folder = await temporaryFolder()
  expect(() => unpackRuntime(file, integrity, 'linux-x64', folder)).toThrow(
    /has no bin\/napi-v6\/linux\/x64\/libonnxruntime.so.1/,
  )
})

it.each(platforms)('%s has a package that only it installs, of the pinned version', (platform) => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'runtimes', platform, 'package.json'), 'utf8'))
  const [os, cpu] = platform.split('-')
  expect(manifest).toMatchObject({
    name: `@romae/onnxruntime-${platform}`,
    version: onnxRuntimeNode.version,
    description: expect.stringContaining(`ONNX Runtime ${onnxRuntimeNode.version} for Node on ${platform}`),
    license: 'MIT',
    repository: { directory: `runtimes/${platform}` },
    main: 'dist/index.js',
    files: ['bin', 'dist', 'LICENSE', 'ThirdPartyNotices.txt'],
    os: [os],
    cpu: [cpu],
    publishConfig: { access: 'public', provenance: true },
    scripts: { prepack: `tsx ../../tooling/runtimes/src/main.ts ${platform}` },
    dependencies: { 'onnxruntime-common': 'catalog:' },
  })
  expect(manifest.libc).toEqual(os === 'linux' ? ['glibc'] : undefined)
  expect(Object.keys(manifest.scripts)).toEqual(['prepack'])
})
