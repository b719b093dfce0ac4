import { bytesChecksum, fileChecksum } from '@romae/internal/files'
import type { LabelSet, SourceFile } from '@romae/tokenizer/modality'
import { readError } from '../decode/read-bytes.ts'
import type { Image } from '../image/image.ts'
import type { EncodedImage } from '../readers/encoded-image.ts'

/** An image of a set, which is decoded when it is asked for, or held already. */
export interface FoundImage {
  readonly id: string
  readonly label?: string
  readonly labels?: LabelSet
  readonly group?: string
  /** The path of its file; null where it has none of its own. */
  readonly file: string | null
  /** Whether it is in memory: one that came out of an archive. */
  readonly isHeld: boolean
  image(): Image | Promise<Image>
  /** Of the bytes of its file. */
  checksum(): string | Promise<string>
}

/** Decodes an image as the options want all of them. */
export type DecodeImage = (image: EncodedImage) => Promise<Image>

/** One with a file of its own, which is read whenever it is needed. */
export function listedImage({ source: _, ...image }: EncodedImage, decode: DecodeImage): FoundImage {
  const { file } = image
  const read = { image: () => decode({ ...image, source: file }), checksum: () => fileChecksum(file) }
  return { ...image, isHeld: false, ...read }
}

/** One that is given as a file and not as a path: its name is its id, unless more is known of it. */
export function givenImage(
  source: SourceFile,
  decode: DecodeImage,
  known: { readonly id?: string; readonly label?: string } = {},
): FoundImage {
  const { name } = source
  const bytes = async () => {
    const content = await source.arrayBuffer().catch((cause) => Promise.reject(readError(name, cause)))
    return new Uint8Array(content)
  }
  const image = { id: name, ...known }
  return {
    ...image,
    file: null,
    isHeld: false,
    image: async () => decode({ ...image, file: name, source: await bytes() }),
    checksum: async () => bytesChecksum(await bytes()),
  }
}
