import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { codeFingerprint } from './code-fingerprint.ts'

const LATER = Date.now() + 1e9

/** A package under development with a dependency that is installed, which has one itself. */
async function project() {
  const root = join(await temporaryFolder(), 'app')
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const manifest = (path: string, fields: object) => write(join(path, 'package.json'), JSON.stringify(fields))
  manifest('.', {
    name: 'app',
    dependencies: { outer: '1' },
    peerDependencies: { absent: '1' },
    peerDependenciesMeta: { absent: { optional: true } },
  })
  write('src/model.ts', 'export const model = 1')
  manifest('node_modules/outer', { name: 'outer', version: '1.0.0', dependencies: { inner: '1' } })
  write('node_modules/outer/index.js', 'export {}')
  manifest('node_modules/inner', { name: 'inner', version: '1.0.0' })
  const module = pathToFileURL(join(root, 'src/model.ts')).href
  return { root, write, manifest, fingerprint: (loadedAt = LATER) => codeFingerprint([module], loadedAt) }
}

it('changes with any code file of a package that may be being edited', async () => {
  const { root, write, fingerprint } = await project()
  const seen = [fingerprint()]
  expect(seen[0]).toMatch(/^[0-9a-f]{64}$/)
  expect(fingerprint()).toBe(seen[0])
  appendFileSync(join(root, 'src/model.ts'), '\n')
  seen.push(fingerprint())
  write('src/deep/layer.mts', '')
  seen.push(fingerprint())
  rmSync(join(root, 'src/deep'), { recursive: true })
  write('lib/layer.mts', '')
  seen.push(fingerprint())
  expect(new Set(seen).size).toBe(4)
  write('src/model.test.ts', 'it()')
  write('README.md', 'model')
  expect(fingerprint()).toBe(seen[3])
})

it('changes with the version of an installed package, direct or not', async () => {
  const { manifest, write, fingerprint } = await project()
  const first = fingerprint()
  write('node_modules/outer/index.js', 'export const other = 1')
  expect(fingerprint()).toBe(first)
  manifest('node_modules/inner', { name: 'inner', version: '1.0.1' })
  expect(fingerprint()).not.toBe(first)
})

it('is unknown where a dependency is not found, unless it is optional', async () => {
  const { root, fingerprint } = await project()
  expect(fingerprint()).toBeDefined()
  rmSync(join(root, 'node_modules/inner'), { recursive: true })
  expect(fingerprint()).toBeUndefined()
})

it('is unknown where code changed after it was loaded', async () => {
  const { fingerprint } = await project()
  expect(fingerprint(Date.now() - 60_000)).toBeUndefined()
})

it('is unknown for code that is in no package, is no file, or cannot be read', async () => {
  const { write, fingerprint } = await project()
  expect(codeFingerprint(['https://example.com/model.js'], LATER)).toBeUndefined()
  expect(codeFingerprint([pathToFileURL('/model.ts').href], LATER)).toBeUndefined()
  write('package.json', '{')
  expect(fingerprint()).toBeUndefined()
})

it('is known for this package itself, as its processes use it', () => {
  expect(codeFingerprint([import.meta.url], LATER)).toBeDefined()
})
