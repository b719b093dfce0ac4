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
  [['a.csv', 'a.csv'], [], 'a.csv', [null, null]],
  [['a.csv', 'photos/../a.csv'], [], 'a.csv', [null, null]],
  [['photos', 'photos/'], [], 'photos/', [null, null]],
  [['a.csv', 'link.csv'], [], 'link.csv', [null, null]],
  [['b.tar#x', 'b.tar#x'], [], 'b.tar#x', [null, null]],
  [['a.csv'], ['a.csv'], 'a.csv', [null, '--test']],
  [['photos'], ['a.csv', 'link.csv'], 'link.csv', ['--test', '--test']],
])('refuses %j with the test %j', async (files, test, name, options) => {
  await expect(check(files, test)).rejects.toThrowRomae('APP_GIVEN_TWICE', { path: join(folder, name), options })
})

it('takes others, also of one archive, and leaves what is not there to others', async () => {
  await check(['a.csv', 'photos', 'b.tar#x', 'b.tar#y', 'b.tar'], ['missing.csv'])
})
