import { openToRead } from '@romae/internal/files'
import { errors } from '../errors.ts'

/** Bytes that can be read in parts. */
export interface ByteSource {
  /** Named in messages: the path, or what the bytes are called. */
  readonly file: string
  readonly size: number
  /** Exactly `length` bytes from `offset` on. The caller asks for no more than there are. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/**
 * Opens a file or bytes, hands them to `use` and closes the file however that ends.
 *
 * @throws RomaeError `AUDIO_CANNOT_READ`
 */
export async function withBytes<Result>(
  source: string | Uint8Array,
  name: string,
  use: (bytes: ByteSource) => Promise<Result>,
): Promise<Result> {
  if (typeof source !== 'string') {
    const read = async (offset: number, length: number) => source.subarray(offset, offset + length)
    return use({ file: name, size: source.length, read })
  }
  const { handle, size } = await reading(source, () => openToRead(source))
  try {
    return await use({
      file: source,
      size,
      read: async (offset, length) => {
        const buffer = new Uint8Array(length)
        const { bytesRead } = await reading(source, () => handle.read(buffer, 0, length, offset))
        if (bytesRead === length) return buffer
        throw errors.AUDIO_CANNOT_READ({
          file: source,
          reason: `it ended at byte ${offset + bytesRead} while being read`,
        })
      },
    })
  } finally {
    await handle.close()
  }
}

async function reading<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (cause) {
    throw errors.AUDIO_CANNOT_READ({ file, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}
