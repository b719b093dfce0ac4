import { execFileSync } from 'node:child_process'
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { replaceFiles } from './index.ts'

const textsOf = async (folder: string) =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(folder)).sort().map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')]),
    ),
  )

it('makes the folder, and replaces links by files', async () => {
  const parent = await temporaryFolder()
  const folder = path.join(parent, 'run', 'log')
  await replaceFiles(folder, { a: '1' })
  await writeFile(path.join(parent, 'victim'), 'precious')
  await symlink('../../victim', path.join(folder, 'b'))
  await replaceFiles(folder, { b: '3', a: '2' })
  expect(await textsOf(folder)).toEqual({ a: '2', b: '3' })
  expect(await readFile(path.join(parent, 'victim'), 'utf8')).toBe('precious')
})

it('replaces none where one cannot be written', async () => {
  const folder = await temporaryFolder()
  await writeFile(path.join(folder, 'a'), 'old')
  execFileSync('mkfifo', [path.join(folder, 'b')])
  await expect(replaceFiles(folder, { a: 'new', b: 'new' })).rejects.toThrow('is a FIFO')
  expect(await readFile(path.join(folder, 'a'), 'utf8')).toBe('old')
  expect((await readdir(folder)).sort()).toEqual(['a', 'b'])
})

it('removes what a process that was killed has left of these files, and nothing else', async () => {
  const folder = await temporaryFolder()
  const digits = '0123456789abcdef'.repeat(2)
  const kept = [`b.${digits}.tmp`, 'a.tmp', `a.${digits.slice(1)}.tmp`, `a.${digits}.tmp.bak`]
  for (const name of [`a.${digits}.tmp`, ...kept]) await writeFile(path.join(folder, name), '')
  await replaceFiles(folder, { a: '' })
  expect((await readdir(folder)).sort()).toEqual(['a', ...kept].sort())
})
