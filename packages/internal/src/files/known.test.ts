import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { filesNamed, findUnknown, type Known, removeFolder, removeKnown } from './index.ts'

const steps: Known = { isFile: filesNamed(['a', 'b']) }
const run: Known = { isFile: filesNamed(['list']), folder: (name) => (name.startsWith('step') ? steps : null) }
const digits = '0123456789abcdef'.repeat(2)

/** A folder with these files; a name that ends in `/` is an empty folder in it. */
async function folderOf(...names: string[]): Promise<string> {
  const folder = path.join(await temporaryFolder(), 'run')
  await mkdir(folder)
  for (const name of names) {
    const place = path.join(folder, name)
    await mkdir(name.endsWith('/') ? place : path.dirname(place), { recursive: true })
    if (!name.endsWith('/')) await writeFile(place, name)
  }
  return folder
}

const listed = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()

it('what is known is removed, with the folders that held it', async () => {
  const folder = await folderOf('list', `list.${digits}.tmp`, 'step1/a', 'step1/b', `step2/a.${digits}.tmp`, 'step3/')
  expect(await findUnknown(folder, run)).toEqual([])
  expect(await removeKnown(folder, run)).toEqual([])
  expect(await readdir(path.dirname(folder))).toEqual([])
  expect(await removeKnown(folder, run)).toEqual([])
})

it('what is not known is named, never looked into, and stays', async () => {
  const foreign = ['other/list', 'other/deep/a', 'step1/notes.txt', 'step1/sub/a', 'lists', 'step2', 'list.tmp']
  const folder = await folderOf('list', 'step1/a', ...foreign)
  const named = ['list.tmp', 'lists', 'other', 'step1/notes.txt', 'step1/sub', 'step2'].map((name) =>
    path.join(folder, name),
  )
  expect(await findUnknown(folder, run)).toEqual(named)
  expect(await listed(folder)).toContain('list')
  expect(await removeKnown(folder, run)).toEqual(named)
  expect(await listed(folder)).toEqual([...foreign].sort())
})

it('a link is not known, whatever its name, and what it points to stays', async () => {
  const folder = await folderOf('step1/')
  const victim = await folderOf('a', 'list', 'step1/a')
  await symlink(victim, path.join(folder, 'step2'))
  await symlink(path.join(victim, 'a'), path.join(folder, 'step1', 'a'))
  await symlink(path.join(victim, 'list'), path.join(folder, 'list'))
  const named = ['list', 'step1/a', 'step2'].map((name) => path.join(folder, name))
  expect(await removeKnown(folder, run)).toEqual(named)
  const link = path.join(folder, 'run')
  await symlink(victim, link)
  expect(await findUnknown(link, run)).toEqual([link])
  expect(await removeKnown(link, run)).toEqual([link])
  expect(await listed(victim)).toEqual(['a', 'list', 'step1/a'])
})

it('a file in a folder’s place is not known', async () => {
  const file = path.join(await folderOf('list'), 'list')
  expect(await removeKnown(file, run)).toEqual([file])
})

it('what a system puts into folders stays and is not spoken of', async () => {
  const folder = await folderOf('step1/a', 'step1/.DS_Store')
  expect(await removeFolder(folder, 'step1', steps)).toEqual([])
  expect(await listed(folder)).toEqual(['step1/.DS_Store'])
})

it('a folder that holds anything else is not moved when its known files are removed', async () => {
  const folder = await folderOf('step1/a', 'step1/mine/file', 'step2/a')
  expect(await removeFolder(folder, 'step1', steps)).toEqual([path.join(folder, 'step1/mine')])
  expect(await removeFolder(folder, 'step2', steps)).toEqual([])
  expect(await removeFolder(folder, 'step3', steps)).toEqual([])
  expect(await listed(folder)).toEqual(['step1/mine/file'])
})
