import { execFileSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { hasContents } from './index.ts'

it('a file has the contents that it was written with, and no others', async () => {
  const place = path.join(await temporaryFolder(), 'file')
  // More than is compared at once, in pieces that do not end where those end.
  const bytes = Uint8Array.from({ length: 2_500_000 }, (_, index) => index % 251)
  await writeFile(place, bytes)
  expect(await hasContents(place, bytes)).toBe(true)
  expect(await hasContents(place, [bytes.subarray(0, 7), new Uint8Array(0), bytes.subarray(7)])).toBe(true)
  for (const at of [0, 1_048_576, bytes.length - 1]) {
    const other = bytes.slice()
    other[at]! ^= 1
    expect(await hasContents(place, other)).toBe(false)
  }
  expect(await hasContents(place, bytes.subarray(1))).toBe(false)
  expect(await hasContents(place, [bytes, Uint8Array.of(0)])).toBe(false)
})

it('a link to such a file, and what is no file, has none', async () => {
  const folder = await temporaryFolder()
  await writeFile(path.join(folder, 'file'), 'ä')
  await symlink('file', path.join(folder, 'link'))
  await mkdir(path.join(folder, 'folder'))
  execFileSync('mkfifo', [path.join(folder, 'fifo')])
  expect(await hasContents(path.join(folder, 'file'), 'ä')).toBe(true)
  for (const name of ['link', 'folder', 'fifo', 'absent']) {
    expect(await hasContents(path.join(folder, name), name === 'fifo' ? '' : 'ä')).toBe(false)
  }
})
