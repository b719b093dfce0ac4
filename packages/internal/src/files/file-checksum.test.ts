import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { bytesChecksum, fileChecksum } from './file-checksum.ts'

describe('checksums', () => {
  it.each([0, 1, 200_000])('of a file and of its %d bytes are SHA-256 in base64', async (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => index % 251)
    const folder = await temporaryFolder({ file: bytes })
    const expected = createHash('sha256').update(bytes).digest('base64')
    expect(await fileChecksum(join(folder, 'file'))).toBe(expected)
    expect(await bytesChecksum(bytes)).toBe(expected)
  })
})
