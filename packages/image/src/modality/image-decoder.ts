import { decodeNamed } from '../decode/decode-image.ts'
import { resolveDecodeOptions } from '../decode/decode-options.ts'
import type { DecodeImage } from './found-image.ts'
import type { ImageOptions } from './options.ts'

/** Decodes with sharp, to one size. */
export function imageDecoder(
  { size, channels }: Pick<ImageOptions, 'size' | 'channels'>,
  onNote: (note: string) => void,
): DecodeImage {
  const resize = { width: size, height: size }
  const resolved = resolveDecodeOptions('image', { channels, frames: 'first', onNote, resize })
  return ({ id, label, file, source }) =>
    decodeNamed(source, file, { ...resolved, id, ...(label !== undefined && { label }) })
}
