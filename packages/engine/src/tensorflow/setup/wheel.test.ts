import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { verifiedWheel } from './wheel.ts'

const contents = 'the bytes of a wheel'
const variant = {
  npm: 'binding',
  pip: 'tensorflow-cpu',
  version: '1',
  wheel: 'w.whl',
  sha256: createHash('sha256').update(contents).digest('hex'),
}
const absentPython = '/absent/python3'

describe('verifiedWheel', () => {
  it('takes a wheel that is in the cache without asking pip', async () => {
    const folder = await temporaryFolder()
    writeFileSync(join(folder, 'w.whl'), contents)
    expect(await verifiedWheel(variant, { python: absentPython, folder })).toBe(join(folder, 'w.whl'))
  })

  it('refuses other bytes than those that are meant, from the cache or the user', async () => {
    const folder = await temporaryFolder()
    writeFileSync(join(folder, 'w.whl'), `${contents}!`)
    const file = join(folder, 'w.whl')
    await expect(verifiedWheel(variant, { python: absentPython, folder })).rejects.toThrowRomae('ENGINE_SETUP_CHECKSUM')
    await expect(verifiedWheel(variant, { python: absentPython, file })).rejects.toThrowRomae('ENGINE_SETUP_CHECKSUM', {
      expected: variant.sha256,
    })
  })

  it('says how to go on where pip fails, and leaves nothing behind', async () => {
    const folder = await temporaryFolder()
    const downloading = verifiedWheel(variant, { python: absentPython, folder })
    await expect(downloading).rejects.toThrowRomae('ENGINE_SETUP_DOWNLOAD', { wheel: 'w.whl' })
    expect(readdirSync(folder)).toEqual([])
  })

  it('keeps what pip downloaded', async () => {
    const folder = await temporaryFolder()
    const python = join(await temporaryFolder(), 'python3')
    // Stands for a Python whose pip saves the wheel into the folder that follows -d.
    const script = `while [ "$1" != -d ]; do shift; done; printf '${contents}' > "$2/w.whl"`
    writeFileSync(python, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    expect(await verifiedWheel(variant, { python, folder })).toBe(join(folder, 'w.whl'))
    expect(readdirSync(folder)).toEqual(['w.whl'])
  })
})
