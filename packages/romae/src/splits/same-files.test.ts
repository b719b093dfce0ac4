import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { beforeAll, expect, it } from 'vitest'
import { requireDifferentPaths } from './same-files.ts'

const folder = await temporaryFolder()
beforeAll(async () => {
  await mkdir(join(folder, 'photos'))
  await writeFile(join(folder, 'a.csv'), '')
  await writeFile(join(folder, 'b.tar'), '')
  await symlink(join(folder, 'a.csv'), join(folder, 'link.csv'))
})

const check = (files: readonly string[], test: readonly string[] = []) =>
  requireDifferentPaths([
    { option: null, paths: files.map((name) => join(folder, name)) },
    { option: '--test', paths: test.map((name) => join(folder, name)) },
  ])

it.each([
  [['a.csv', 'a.csv'], [], /a\.csv is given twice/],
  [['a.csv', 'photos/../a.csv'], [], /is given twice/],
  [['photos', 'photos/'], [], /is given twice/],
  [['a.csv', 'link.csv'], [], /link\.csv is given twice/],
  [['b.tar#x', 'b.tar#x'], [], /is given twice/],
  [['a.csv'], ['a.csv'], /is given in the files to read and in --test/],
  [['photos'], ['a.csv', 'link.csv'], /is given twice/],
])('refuses %j with the test %j', async (files, test, message) => {
  await expect(check(files, test)).rejects.toThrow(
    expect.objectContaining({ code: 'APP_GIVEN_TWICE', message: expect.stringMatching(message) }),
  )
})

it('takes others, also of one archive, and leaves what is not there to others', async () => {
  await check(['a.csv', 'photos', 'b.tar#x', 'b.tar#y', 'b.tar'], ['missing.csv'])
})
