import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { packageError } from './package-error.ts'

const absent = '@romae/nobody-installed-this'

it.each([
  ['import', () => import(/* @vite-ignore */ absent)],
  ['require', async () => createRequire(import.meta.url)(absent)],
])('says what to install where %s finds no package', async (_, load) => {
  const cause = await load().catch((error: unknown) => error)
  const error = packageError(absent, `npm install ${absent}`, cause)
  expect(() => {
    throw error
  }).toThrowRomae('ENGINE_PACKAGE_MISSING', { name: absent, install: `npm install ${absent}` })
  expect(error.cause).toBe(cause)
})

it('says why where the package does not load', () => {
  const cause = new Error('libonnxruntime.so.1: cannot open shared object file')
  expect(() => {
    throw packageError('onnxruntime-node', 'npm install onnxruntime-node', cause)
  }).toThrowRomae('ENGINE_PACKAGE_BROKEN', { reason: cause.message })
})
