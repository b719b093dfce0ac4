import { prefetch } from '@romae/internal/iteration'
import { decodeNamed } from '../decode/decode-image.ts'
import { DECODE_KEYS, type DecodeOptions, resolveDecodeOptions } from '../decode/decode-options.ts'
import type { Image } from '../image/image.ts'
import { checkOptions, requireCount } from '../options.ts'
import type { EncodedImage } from './encoded-image.ts'

/** Options of {@link decodeImages}: those of `decodeImage`, but id and label come from the list. */
export interface DecodeImagesOptions extends Omit<DecodeOptions, 'id' | 'label'> {
  /** Images that are decoded at the same time, and so held in memory. Defaults to 4. */
  readonly concurrency?: number
}

const KEYS = [...DECODE_KEYS.filter((key) => key !== 'id' && key !== 'label'), 'concurrency']

/**
 * Decodes a list of images, in its order, a few ahead of whoever takes them.
 *
 * @throws RomaeError what `decodeImage` throws, naming the file, when it is that image's turn
 */
export async function* decodeImages(
  list: AsyncIterable<EncodedImage> | Iterable<EncodedImage>,
  options: DecodeImagesOptions = {},
): AsyncGenerator<Image> {
  checkOptions('decodeImages', options, KEYS)
  const { concurrency = 4, ...decodeOptions } = options
  requireCount('decodeImages', 'concurrency', concurrency)
  const resolved = resolveDecodeOptions('decodeImages', decodeOptions)

  const decode = ({ id, label, file, source }: EncodedImage) =>
    decodeNamed(source, file, { ...resolved, id, ...(label !== undefined && { label }) })
  for await (const { made } of prefetch(list, decode, concurrency - 1)) yield made
}
