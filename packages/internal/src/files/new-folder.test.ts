import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { filesNamed, type Known, NewFolder, removeUnfinished, writeFolder } from './index.ts'

const known: Known = { isFile: filesNamed(['a', 'b']) }

it('a folder of files appears whole, in place of the one before', async () => {
  const parent = await temporaryFolder()
  await mkdir(path.join(parent, 'plain'))
  await writeFolder(parent, 'one', { a: '1', b: '2' })
  expect(await writeFolder(parent, 'one', { a: '3' }, known)).toBe(path.join(parent, 'one'))
  expect(await readdir(path.join(parent, 'one'))).toEqual(['a'])
  expect(await readFile(path.join(parent, 'one', 'a'), 'utf8')).toBe('3')
  expect(await readdir(parent)).toEqual(['one', 'plain'])
  const modes = await Promise.all(['one', 'plain'].map(async (name) => (await stat(path.join(parent, name))).mode))
  expect(modes[0]).toBe(modes[1])
})

it('a folder that is being filled is nobody else’s, under a name that nobody could plant', async () => {
  const parent = await temporaryFolder()
  const victim = path.join(parent, 'victim')
  await mkdir(victim)
  for (const name of ['one.writing', 'one.removing']) await symlink(victim, path.join(parent, name))
  const folder = await NewFolder.begin(parent, 'one')
  expect(path.basename(folder.path)).toMatch(/^one\.[0-9a-f]{32}\.writing$/)
  expect((await stat(folder.path)).mode & 0o777).toBe(0o700)
  await writeFile(path.join(folder.path, 'a'), '')
  await folder.complete(known)
  expect((await readdir(parent)).sort()).toEqual(['one', 'one.removing', 'one.writing', 'victim'])
  expect([await readdir(path.join(parent, 'one')), await readdir(victim)]).toEqual([['a'], []])
})

it.each(['a file', 'a link', 'a foreign file'])('%s in a folder’s place stays', async (what) => {
  const parent = await temporaryFolder()
  const place = path.join(parent, 'one')
  const victim = path.join(parent, 'victim')
  await writeFolder(parent, 'victim', { a: 'mine' })
  if (what === 'a file') await writeFile(place, 'mine')
  else if (what === 'a link') await symlink(victim, place)
  else await writeFolder(parent, 'one', { a: '1', 'notes.txt': 'mine' })
  const before = (await readdir(parent, { recursive: true })).sort()
  await expect(writeFolder(parent, 'one', { a: '2' }, known)).rejects.toThrow('is in the way')
  expect((await readdir(parent, { recursive: true })).sort()).toEqual(before)
  expect(await readFile(path.join(victim, 'a'), 'utf8')).toBe('mine')
})

it('a folder that cannot be written leaves nothing', async () => {
  const parent = await temporaryFolder()
  await expect(writeFolder(parent, 'one', { a: '', 'no/such': '' })).rejects.toThrow('ENOENT')
  expect(await readdir(parent)).toEqual([])
})

it('what a process that was killed has left is removed, also by an earlier version', async () => {
  const parent = await temporaryFolder()
  const digits = '0123456789abcdef'.repeat(2)
  const gone = ['a.writing', `a.${digits}.writing`, `a.${digits}.removing`]
  const kept = ['b.writing', `b.${digits}.writing`, 'a', `a.${digits}`]
  for (const name of [...gone, ...kept]) await writeFolder(parent, name, { a: '' })
  kept.push('a.removing')
  await writeFolder(parent, 'a.removing', { a: '', 'notes.txt': '' })
  await chmod(path.join(parent, 'a'), 0o700)
  await removeUnfinished(parent, (name) => name === 'a', known)
  expect((await readdir(parent)).sort()).toEqual([...kept].sort())
  expect(await readdir(path.join(parent, 'a.removing'))).toEqual(['notes.txt'])
})
