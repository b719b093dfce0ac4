import { UnreadFiles } from '@romae/internal/files'
import type { ReadContext, ReadSamples, Source } from '@romae/tokenizer/modality'
import { toPng } from '../decode/to-png.ts'
import type { Image } from '../image/image.ts'
import { findImages } from './find-images.ts'
import type { FoundImage } from './found-image.ts'
import { imageDecoder } from './image-decoder.ts'
import type { ImageOptions } from './options.ts'
import { readSamplesOf } from './read-samples.ts'

/**
 * All images that the sources mean, of one size, decoded when they are needed. What comes out of archives is held.
 *
 * @throws RomaeError `IMAGE_*`
 */
export async function readImages(
  sources: readonly Source[],
  options: ImageOptions,
  context: ReadContext,
): Promise<ReadSamples<Image>> {
  const decode = imageDecoder(options, context.note)
  const found: FoundImage[] = []
  const notes: string[] = []
  const unread = new UnreadFiles()
  for (const source of sources) {
    for await (const image of findImages(source, options, decode, context, unread)) found.push(image)
    if (typeof source === 'string') notes.push(...unread.notes(source))
  }
  return readSamplesOf(found, notes, toPng)
}
