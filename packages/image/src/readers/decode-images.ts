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

  const pending: Promise<Image>[] = []
  for await (const { id, label, file, source } of list) {
    const decoding = decodeNamed(source, file, { ...resolved, id, ...(label !== undefined && { label }) })
    // It is awaited below, unless an earlier one fails: then its own failure is nobody's business.
    decoding.catch(() => {})
    pending.push(decoding)
    if (pending.length >= concurrency) yield await pending.shift()!
  }
  for (const decoding of pending) yield await decoding
}
