import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, open, readdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { NotAFile, openToRead, readFile, readFrom, readPieces, readTextFile } from './index.ts'

/** More than is read at once. */
const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)

async function piecesOf(place: string | URL): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of readPieces(place)) pieces.push(piece)
  return Buffer.concat(pieces)
}

it('reads a file whole, in pieces and as text, by its path, its URL or a link', async () => {
  const folder = await temporaryFolder()
  const place = path.join(folder, 'file')
  await writeFile(place, bytes)
  await symlink('file', path.join(folder, 'link'))
  for (const way of [place, pathToFileURL(place), path.join(folder, 'link')]) {
    expect(Buffer.compare(await readFile(way, bytes.length), bytes)).toBe(0)
    expect(Buffer.compare(await piecesOf(way), bytes)).toBe(0)
  }
  await writeFile(place, 'größer')
  expect(await readTextFile(place, 100)).toBe('größer')
})

it('holds a file to the limit before it reads any of it', async () => {
  const place = path.join(await temporaryFolder(), 'file')
  const file = await open(place, 'w')
  // A hole: it takes no room on the disk, and more than there is memory.
  await file.truncate(2 ** 40)
  await file.close()
  await expect(readFile(place, 2 ** 20)).rejects.toThrow(`it has ${2 ** 40} bytes, and at most 1048576 are read`)
})

it('reads no more of a file that grows than it had when it was opened, and no less than there is', async () => {
  const place = path.join(await temporaryFolder(), 'file')
  await writeFile(place, 'abc')
  const { handle, size } = await openToRead(place)
  await appendFile(place, 'def')
  expect(Buffer.from(await readFrom(handle, size)).toString()).toBe('abc')
  expect(Buffer.from(await readFrom(handle, 100)).toString()).toBe('abcdef')
  await handle.close()
})

it.runIf(process.platform !== 'win32')('refuses what is no file at once, and says what it is', async () => {
  const folder = await temporaryFolder()
  await mkdir(path.join(folder, 'folder'))
  execFileSync('mkfifo', [path.join(folder, 'fifo')])
  await symlink('fifo', path.join(folder, 'link'))
  const cases = [
    [path.join(folder, 'folder'), 'it is a folder, and only files are read', false],
    [path.join(folder, 'fifo'), 'it is a FIFO, and only files are read', true],
    [path.join(folder, 'link'), 'it is a FIFO, and only files are read', true],
    ['/dev/zero', 'it is a device, and only files are read', false],
  ] as const
  for (const [place, message, isStream] of cases) {
    for (const read of [() => readFile(place, 10), () => piecesOf(place), () => openToRead(place)]) {
      const error = await read().then(
        () => null,
        (cause: unknown) => cause,
      )
      expect(error).toBeInstanceOf(NotAFile)
      expect(error).toMatchObject({ message, isStream })
    }
  }
})

it('passes on what the system says', async () => {
  const place = path.join(await temporaryFolder(), 'absent')
  await expect(readFile(place, 10)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(piecesOf(place)).rejects.toMatchObject({ code: 'ENOENT' })
})

it.runIf(process.platform === 'linux')('closes a file that is not read to its end', async () => {
  const place = path.join(await temporaryFolder(), 'file')
  await writeFile(place, bytes)
  const openFiles = async () => (await readdir('/proc/self/fd')).length
  const before = await openFiles()
  for (let count = 0; count < 20; count++) for await (const _ of readPieces(place)) break
  await expect(readFile(place, 10)).rejects.toThrow('at most 10')
  await expect.poll(openFiles).toBeLessThanOrEqual(before)
})
