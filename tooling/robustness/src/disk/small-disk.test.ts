import { readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it, onTestFinished } from 'vitest'
import { SmallDisk } from './small-disk.ts'

it('a disk fills up, runs out of files, becomes read-only, and recovers', async (context) => {
  const disk = SmallDisk.mount()
  if (!(disk instanceof SmallDisk)) return context.skip(`needs a file system of its own: ${disk.reason}`)
  onTestFinished(() => disk.unmount())
  const contents = await temporaryFolder()
  await mkdir(path.join(contents, 'folder'))
  writeFileSync(path.join(contents, 'folder', 'kept'), 'kept')
  const write = (name: string, size: number) => writeFileSync(path.join(disk.folder, name), new Uint8Array(size))

  await disk.reset(contents)
  disk.fill(2)
  write('fits', 8192)
  expect(() => write('more', 1)).toThrow('ENOSPC')
  await disk.relieve()
  write('more', 1)

  await disk.reset(contents)
  disk.limitFiles(1)
  write('one', 1)
  expect(() => write('two', 1)).toThrow('ENOSPC')

  await disk.reset(contents)
  expect(disk.makeReadOnly()).toBe(true)
  expect(() => write('one', 1)).toThrow('EROFS')
  expect(readFileSync(path.join(disk.folder, 'folder', 'kept'), 'utf8')).toBe('kept')
})
