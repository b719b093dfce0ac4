import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { replaceFile } from '@romae/internal/files'
import { describe, expect, it } from 'vitest'
import { readWatched } from './watched-file.ts'

describe('a watched file', () => {
  it('has its name until another file has it, also one with the same contents', async () => {
    const path = join(await temporaryFolder(), 'file')
    await writeFile(path, 'a')
    const watched = (await readWatched(path))!
    expect(new TextDecoder().decode(watched.contents)).toBe('a')
    expect(await watched.isStillThere()).toBe(true)
    for (const contents of ['b', 'a']) {
      await replaceFile(path, contents)
      expect(await watched.isStillThere()).toBe(false)
    }
    await watched.close()
  })

  it('is none where it cannot be read', async () => {
    const folder = await temporaryFolder()
    expect(await readWatched(join(folder, 'absent'))).toBeNull()
    expect(await readWatched(folder)).toBeNull()
  })
})
