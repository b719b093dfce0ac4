import { prefetch } from '@romae/internal/iteration'
import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { decodeNamed } from '../decode/decode-image.ts'
import { decodingSchema, resolveBackground } from '../decode/decode-options.ts'
import type { Image } from '../image/image.ts'
import { readOptions } from '../options.ts'
import type { EncodedImage } from './encoded-image.ts'

const schema = {
  ...decodingSchema,
  concurrency: { ...count, default: 4, help: 'images that are decoded at the same time, and so held in memory' },
} as const satisfies Schema

/** Options of {@link readImages}: those of `decodeImage`, but id and label come from the list. */
export interface ReadImagesOptions extends OptionsOf<typeof schema> {}

/**
 * Decodes a list of images, in its order, a few ahead of whoever takes them.
 *
 * @throws RomaeError what `decodeImage` throws, naming the file, when it is that image's turn
 */
export async function* readImages(
  list: AsyncIterable<EncodedImage> | Iterable<EncodedImage>,
  options: ReadImagesOptions = {},
): AsyncGenerator<Image> {
  const { concurrency, ...decodeOptions } = readOptions('readImages', schema, options)
  const resolved = resolveBackground('readImages', decodeOptions)

  const decode = ({ id, label, file, source }: EncodedImage) =>
    decodeNamed(source, file, { ...resolved, id, ...(label !== undefined && { label }) })
  for await (const { made } of prefetch(list, decode, concurrency - 1)) yield made
}
