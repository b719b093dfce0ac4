import { bytesChecksum } from '@romae/internal/files'
import { prefetch } from '@romae/internal/iteration'
import type { MemoryBudget } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { EncodedImage } from '../readers/encoded-image.ts'
import type { ImageFolderOptions } from '../readers/folder.ts'
import { listImageTar } from '../readers/tar.ts'
import type { DecodeImage, FoundImage } from './found-image.ts'

/** Images that are decoded while the one before them is used. */
const AHEAD = 3
/** An image that is held takes its bytes, and about as much again for its tokens. */
const WITH_TOKENS = 2

/** Whether a path is an archive, or the part of one: `archive.tar#folder`. */
export function isArchive(path: string): boolean {
  return /\.(tar|tgz|tar\.gz)$/i.test(path.split('#')[0]!)
}

/** The folder within the archive that a path is of; undefined for all of it. */
export function partOf(path: string): string | undefined {
  return path.split('#')[1]
}

/**
 * An archive's images, which can be read only one after the other, and so are held.
 *
 * @throws RomaeError `IMAGE_ARCHIVE_TOO_LARGE`, and what `listImageTar` and decoding throw
 */
export async function* archiveImages(
  path: string,
  decode: DecodeImage,
  folders: ImageFolderOptions,
  memory: MemoryBudget,
): AsyncGenerator<FoundImage> {
  const [archive] = path.split('#') as [string]
  const within = partOf(path)
  const encoded = listImageTar(archive, { ...folders, ...(within !== undefined && { within }) })
  const make = async (image: EncodedImage) => {
    const checksum = await bytesChecksum(image.source as Uint8Array)
    return { image: await decode(image), checksum }
  }
  for await (const { task, made } of prefetch(encoded, make, AHEAD)) {
    const { image, checksum } = made
    if (!memory.take(WITH_TOKENS * image.data.byteLength)) {
      throw errors.IMAGE_ARCHIVE_TOO_LARGE({ archive, bytes: memory.bytes })
    }
    const { source: _, ...rest } = task
    yield { ...rest, file: null, isHeld: true, image: () => image, checksum: () => checksum }
  }
}
