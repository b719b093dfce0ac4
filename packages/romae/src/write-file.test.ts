import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { canCompress } from '@romae/internal/archives'
import { RomaeError } from '@romae/tokenizer'
import { expect, it } from 'vitest'
import { writeFile } from './write-file.ts'

async function* failing(cause: Error) {
  yield 'half'
  throw cause
}

it('writes text, bytes and pieces, with the folder that they need', async () => {
  const place = join(await temporaryFolder(), 'new', 'file')
  async function* pieces() {
    yield 'ab'
    yield Uint8Array.of(99)
  }
  for (const contents of ['abc', new TextEncoder().encode('abc'), pieces()]) {
    await writeFile(place, contents)
    expect(await readFile(place, 'utf8')).toBe('abc')
  }
})

it('compresses what is called so', async () => {
  const folder = await temporaryFolder()
  const place = join(folder, 'file.csv.gz')
  for (const contents of ['abc', new TextEncoder().encode('abc')]) {
    await writeFile(place, contents)
    expect(gunzipSync(await readFile(place)).toString()).toBe('abc')
  }
  await expect(writeFile(place, failing(new RomaeError('MINE_ODD', 'this is odd')))).rejects.toThrowRomae('MINE_ODD')
  expect(gunzipSync(await readFile(place)).toString()).toBe('abc')
  const zstd = writeFile(join(folder, 'file.zst'), 'abc')
  if (canCompress('zstd')) await zstd
  else await expect(zstd).rejects.toThrowRomae('APP_CANNOT_COMPRESS', { version: process.versions.node })
})

it('says what went wrong in making the content as it is, and in writing by a code of its own', async () => {
  const folder = await temporaryFolder()
  const cause = new RomaeError('MINE_ODD', 'this is odd')
  await expect(writeFile(join(folder, 'file'), failing(cause))).rejects.toBe(cause)
  await mkdir(join(folder, 'taken'))
  for (const contents of ['abc', failing(cause)]) {
    await expect(writeFile(join(folder, 'taken'), contents)).rejects.toThrowRomae('APP_CANNOT_WRITE', {
      path: join(folder, 'taken'),
    })
  }
})
