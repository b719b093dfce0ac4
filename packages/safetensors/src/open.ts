import type { FileHandle } from 'node:fs/promises'
import { shortened } from '@romae/internal/errors'
import { openToRead } from '@romae/internal/files'
import { errors } from './errors.ts'
import { doing, maxChunkBytes } from './file-io.ts'
import { type Header, lengthBytes, readHeader, readHeaderLength, type TensorInfo } from './header.ts'
import { type ReadOptions, resolveReadOptions } from './options.ts'
import { lookUp } from './parse.ts'
import { allocating, makeTensor, type SafetensorsTensor } from './tensor.ts'

/** A file on disk whose header has been read and checked, and whose values are read as they are asked for. */
export interface LazySafetensorsFile {
  readonly path: string
  /** The file's free text entries; `undefined` where it has none. */
  readonly metadata: ReadonlyMap<string, string> | undefined
  /** What the header says of each tensor, by name, in the order of the data. */
  readonly tensors: ReadonlyMap<string, TensorInfo>
  /**
   * Reads one tensor into memory of its own.
   *
   * @throws RomaeError `SAFETENSORS_TENSOR_MISSING`, `SAFETENSORS_TRUNCATED` (the file shrank since it was opened),
   * SAFETENSORS_OUT_OF_MEMORY, SAFETENSORS_CLOSED, SAFETENSORS_IO
   */
  read(name: string): Promise<SafetensorsTensor>
  /** Closes the file. Tensors already read stay valid; a second call does nothing. */
  close(): Promise<void>
}

/**
 * Opens a `.safetensors` file without reading its values, so that it may be larger than the memory.
 *
 * The header is checked against the file's size as `parseSafetensors` does. Close the file when done.
 *
 * @throws RomaeError with a `SAFETENSORS_` code
 */
export async function openSafetensors(path: string, options: ReadOptions = {}): Promise<LazySafetensorsFile> {
  const { maxHeaderBytes } = resolveReadOptions(options)
  const { handle, size } = await doing('open', path, () => openToRead(path))
  try {
    const { dataStart, header } = await loadHeader(handle, path, size, maxHeaderBytes)
    return lazyFile(handle, path, dataStart, header)
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function loadHeader(
  handle: FileHandle,
  path: string,
  size: number,
  maxHeaderBytes: number,
): Promise<{ dataStart: number; header: Header }> {
  const prefix = await readBytes(handle, path, 'the header length', 0, Math.min(size, lengthBytes))
  const headerLength = readHeaderLength(prefix, size, maxHeaderBytes)
  const dataStart = lengthBytes + headerLength
  const bytes = await readBytes(handle, path, 'the header', lengthBytes, headerLength)
  return { dataStart, header: readHeader(bytes, size - dataStart) }
}

function lazyFile(handle: FileHandle, path: string, dataStart: number, header: Header): LazySafetensorsFile {
  const tensors = new Map(header.tensors.map((info) => [info.name, info]))
  let closing: Promise<void> | undefined
  return {
    path,
    metadata: header.metadata,
    tensors,
    async read(name) {
      if (closing) throw errors.SAFETENSORS_CLOSED({ path })
      const info = lookUp(tensors, name)
      const bytes = await readBytes(
        handle,
        path,
        `tensor ${shortened(name)}`,
        dataStart + info.begin,
        info.end - info.begin,
      )
      return makeTensor(info, bytes)
    },
    async close() {
      closing ??= doing('close', path, () => handle.close())
      await closing
    },
  }
}

async function readBytes(
  handle: FileHandle,
  path: string,
  what: string,
  position: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = allocating(what, length, () => new Uint8Array(length))
  let got = 0
  while (got < length) {
    const size = Math.min(length - got, maxChunkBytes)
    const { bytesRead } = await doing('read', path, () => handle.read(bytes, got, size, position + got))
    if (bytesRead === 0) throw errors.SAFETENSORS_TRUNCATED({ needed: length, got, what })
    got += bytesRead
  }
  return bytes
}
