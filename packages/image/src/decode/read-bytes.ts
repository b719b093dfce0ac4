import { RomaeError } from '@romae/internal/errors'
import { openToRead, readFrom } from '@romae/internal/files'
import { errors } from '../errors.ts'

/** Where an encoded image comes from: a file's path or URL, or its bytes. */
export type ImageSource = string | URL | Uint8Array

/** How messages call a file. */
export function sourceName(source: string | URL): string {
  return typeof source === 'string' ? source : source.href
}

/**
 * All bytes of a source, its size checked before anything is read.
 *
 * @throws RomaeError `IMAGE_CANNOT_READ` when there is no such file, or it is none; `IMAGE_FILE_TOO_LARGE`
 */
export async function readBytes(source: ImageSource, file: string, limit: number): Promise<Uint8Array> {
  const bytes = source instanceof Uint8Array ? source : await readFileBytes(source, file, limit)
  if (bytes.length > limit) throw errors.IMAGE_FILE_TOO_LARGE({ file, bytes: bytes.length, limit })
  return bytes
}

async function readFileBytes(path: string | URL, file: string, limit: number): Promise<Uint8Array> {
  try {
    const { handle, size } = await openToRead(path)
    try {
      if (size > limit) throw errors.IMAGE_FILE_TOO_LARGE({ file, bytes: size, limit })
      return await readFrom(handle, size)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw readError(file, cause)
  }
}

/** A typed error of this package as it is, anything else as `IMAGE_CANNOT_READ`. */
export function readError(file: string, cause: unknown): Error {
  if (RomaeError.isInstance(cause)) return cause
  return errors.IMAGE_CANNOT_READ({ file, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
}
