import { execFileSync } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { appendTo, openToAppend } from './index.ts'

const append = async (place: string, text: string) => {
  const file = await openToAppend(place)
  try {
    await file.writeFile(text)
  } finally {
    await file.close()
  }
}

it('goes on with a file', async () => {
  const place = path.join(await temporaryFolder(), 'log')
  await expect(openToAppend(place)).rejects.toThrow('ENOENT')
  await appendTo(place, 'ä\n')
  await appendTo(place, 'b\n', { flush: true })
  await append(place, 'c\n')
  expect(await readFile(place, 'utf8')).toBe('ä\nb\nc\n')
})

describe.each([
  ['a line', appendTo],
  ['more', append],
] as const)('%s is not appended', (_, write) => {
  it('through a link', async () => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'victim'), 'precious')
    await symlink('victim', path.join(folder, 'log'))
    await symlink('not-there', path.join(folder, 'loose'))
    for (const name of ['log', 'loose']) {
      const place = path.join(folder, name)
      await expect(write(place, 'x')).rejects.toThrow(`${place} is a symbolic link, and no file`)
    }
    expect(await readFile(path.join(folder, 'victim'), 'utf8')).toBe('precious')
  })

  it('to what is no file, without waiting for it', async () => {
    const folder = await temporaryFolder()
    execFileSync('mkfifo', [path.join(folder, 'fifo')])
    await mkdir(path.join(folder, 'folder'))
    await expect(write(path.join(folder, 'fifo'), 'x')).rejects.toThrow('is a FIFO')
    await expect(write(path.join(folder, 'folder'), 'x')).rejects.toThrow('is a folder')
    await expect(write('/dev/null', 'x')).rejects.toThrow('is a device')
  })
})
