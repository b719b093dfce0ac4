import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { checkpoints, fixturePath, readFixture } from '../test-support/fixtures.ts'
import { rawFile } from '../test-support/raw-file.ts'
import { parseSafetensors, serializeSafetensors } from './index.ts'
import { openSafetensors, writeSafetensors } from './node.ts'

const folder = await temporaryFolder()
const refused = (code: string) => expect.objectContaining({ code: `SAFETENSORS_${code}` })

describe('openSafetensors', () => {
  it.each(checkpoints)('reads the tensors of %s one at a time', async (name) => {
    const whole = parseSafetensors(readFixture(name))
    const file = await openSafetensors(fileURLToPath(fixturePath(name)))
    expect(file.metadata).toEqual(whole.metadata)
    expect([...file.tensors.keys()]).toEqual([...whole.tensors.keys()])
    for (const [tensorName, tensor] of whole.tensors) {
      const read = await file.read(tensorName)
      expect(read).toMatchObject({ dtype: tensor.dtype, shape: tensor.shape })
      expect(read.data).toEqual(tensor.data)
    }
    await file.close()
  })

  it('checks the header against the size of the file', async () => {
    const path = join(folder, 'damaged.safetensors')
    for (const [bytes, code] of [
      [new Uint8Array(3), 'TRUNCATED'],
      [rawFile('{}', 0, 1n << 60n), 'HEADER_TOO_LARGE'],
      [rawFile('{}', 1), 'TRAILING_BYTES'],
    ] as const) {
      writeFileSync(path, bytes)
      await expect(openSafetensors(path)).rejects.toEqual(refused(code))
    }
  })

  it('says what cannot be opened or read', async () => {
    await expect(openSafetensors(join(folder, 'absent'))).rejects.toEqual(refused('IO'))
    await expect(openSafetensors(folder)).rejects.toEqual(refused('IO'))
    const path = join(folder, 'shrinking.safetensors')
    writeFileSync(path, serializeSafetensors({ a: { data: new Float32Array(100), shape: [100] } }))
    const file = await openSafetensors(path)
    await expect(file.read('b')).rejects.toEqual(refused('TENSOR_MISSING'))
    truncateSync(path, 200)
    await expect(file.read('a')).rejects.toEqual(refused('TRUNCATED'))
    await file.close()
    await file.close()
    await expect(file.read('a')).rejects.toEqual(refused('CLOSED'))
  })
})

describe('writeSafetensors', () => {
  it('writes what serializeSafetensors gives, replacing the old file and leaving nothing else', async () => {
    const path = join(folder, 'model.safetensors')
    writeFileSync(path, 'old')
    const { tensors, metadata } = parseSafetensors(readFixture(checkpoints[0]))
    await writeSafetensors(path, tensors, metadata)
    expect(Buffer.compare(readFileSync(path), readFixture(checkpoints[0]))).toBe(0)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('keeps the old file when writing fails', async () => {
    const path = join(folder, 'kept.safetensors')
    writeFileSync(path, 'old')
    const wrong = { a: { data: Float32Array.of(1), shape: [2] } }
    await expect(writeSafetensors(path, wrong)).rejects.toEqual(refused('BAD_TENSOR'))
    expect(readFileSync(path, 'utf8')).toBe('old')
    const occupied = join(folder, 'occupied')
    mkdirSync(occupied)
    await expect(writeSafetensors(occupied, {})).rejects.toEqual(refused('IO')) // a folder cannot be replaced
    await expect(writeSafetensors(join(folder, 'absent', 'x'), {})).rejects.toEqual(refused('IO'))
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})
