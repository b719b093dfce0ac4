import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { libraryAbsence } from '@romae/build/tensorflow'
import koffi from 'koffi'
import { expect, it, vi } from 'vitest'
import { createEngine } from '../../create-engine.ts'
import { findLibrary } from './installed.ts'
import { loadLibrary } from './load-library.ts'

it('that is no library, or for another machine, is named with what the system says', async () => {
  const folder = join(await temporaryFolder(), 'library')
  mkdirSync(folder)
  const file = join(folder, 'libtensorflow_cc.so.2')
  const loading = () => loadLibrary({ folder, files: [file], version: '1' })
  await expect(loading()).rejects.toThrowRomae('ENGINE_TENSORFLOW_LIBRARY', { file })
  writeFileSync(file, 'not a library')
  await expect(loading()).rejects.toThrowRomae('ENGINE_TENSORFLOW_LIBRARY', { file })
  chmodSync(folder, 0o777)
  const reason = 'its folder may be written by others'
  if (process.platform !== 'win32')
    await expect(loading()).rejects.toThrowRomae('ENGINE_TENSORFLOW_LIBRARY', { reason })
})

it('is not loaded beside another TensorFlow, and neither is one of another version', async (context) => {
  const absence = libraryAbsence()
  if (absence !== null) return context.skip(absence)
  const { files, folder } = findLibrary()!
  vi.stubEnv('TF_CPP_MIN_LOG_LEVEL', '3')
  koffi.load(files[1]!)
  await expect(loadLibrary({ folder, files, version: '2.16.2' })).rejects.toThrowRomae('ENGINE_TENSORFLOW_TWICE')
  await expect(createEngine('tensorflow')).rejects.toThrowRomae('ENGINE_TENSORFLOW_TWICE')
})
