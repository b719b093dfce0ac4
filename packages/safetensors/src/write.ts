import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { doing, maxChunkBytes } from './file-io.ts'
import { layOut, type Named, type TensorToWrite } from './serialize.ts'

/**
 * Writes a `.safetensors` file to disk, the bytes of `serializeSafetensors`, without a copy of the values in memory.
 *
 * A file already at `path` is replaced in one step: the new one is written beside it, flushed to the disk and renamed.
 * After an error the old file is untouched and nothing is left behind.
 *
 * @throws SAFETENSORS_BAD_TENSOR, SAFETENSORS_BAD_METADATA, SAFETENSORS_SHAPE, SAFETENSORS_IO
 */
export async function writeSafetensors(
  path: string,
  tensors: Named<TensorToWrite>,
  metadata?: Named<string>,
): Promise<void> {
  const { pieces } = layOut(tensors, metadata)
  const temporaryPath = `${path}.${randomUUID()}.partial`
  try {
    await doing('write', path, async () => {
      await writeAndFlush(temporaryPath, pieces)
      await rename(temporaryPath, path)
    })
  } catch (error) {
    await rm(temporaryPath, { force: true }).catch(() => {}) // the first error is the one to report
    throw error
  }
}

async function writeAndFlush(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    for (const piece of pieces) await writeAll(handle, piece)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const size = Math.min(bytes.length - written, maxChunkBytes)
    written += (await handle.write(bytes, written, size)).bytesWritten
  }
}
