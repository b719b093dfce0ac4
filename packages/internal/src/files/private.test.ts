import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { replaceFile } from './index.ts'

it.skipIf(process.platform === 'win32')('a private file is for its user alone, whatever it replaces', async () => {
  const place = path.join(await temporaryFolder(), 'file')
  const modeOf = async () => ((await stat(place)).mode & 0o777).toString(8)
  await replaceFile(place, 'new', { private: true })
  expect(await modeOf()).toBe('600')
  await writeFile(place, 'open to all')
  await chmod(place, 0o666)
  await replaceFile(place, 'new', { private: true })
  expect([await modeOf(), await readFile(place, 'utf8')]).toEqual(['600', 'new'])
})
