import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { buildAddon, removeAddon } from './build-addon.ts'

/** A package without anything built. */
async function emptyPackage() {
  const folder = await temporaryFolder()
  const dependencies = join(folder, 'deps')
  return { folder, version: '4.22.0', dependencies, addon: join(folder, 'lib', 'napi-v8', 'b.node'), napiVersion: 8 }
}

it('leaves no addon where the wheel cannot be unpacked', async () => {
  const target = await emptyPackage()
  const wheel = join(target.folder, 'broken.whl')
  writeFileSync(wheel, 'not a zip file')
  const building = buildAddon(target, wheel, { python: 'python3', compiler: 'g++', headers: '/absent' })
  await expect(building).rejects.toThrowRomae('ENGINE_SETUP_BUILD', { step: `unpacking ${wheel}` })
  expect(existsSync(target.addon)).toBe(false)
})

it('unpacks by Python alone, whatever lies in the current folder', async () => {
  const target = await emptyPackage()
  const before = process.cwd()
  writeFileSync(join(target.folder, 'zipfile.py'), `open('planted', 'w')`)
  // Another Python may have loaded that module before it runs anything.
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
  process.chdir(target.folder)
  try {
    await buildAddon(target, '/absent.whl', { python, compiler: 'g++', headers: '/absent' }).catch(() => {})
  } finally {
    process.chdir(before)
  }
  expect(readdirSync(target.folder)).toEqual(['zipfile.py'])
})

it('removes all that was built, and says whether there was anything', async () => {
  const target = await emptyPackage()
  mkdirSync(target.dependencies)
  mkdirSync(join(target.folder, 'lib', 'napi-v8'), { recursive: true })
  writeFileSync(target.addon, '')
  expect(await removeAddon(target)).toBe(true)
  expect(readdirSync(target.folder)).toEqual(['lib'])
  expect(await removeAddon(target)).toBe(false)
})
