import { UnreadFiles } from '@romae/internal/files'
import type { LazySamples, ReadContext, ReadSamples, Source } from '@romae/tokenizer/modality'
import type { Image } from '../image/image.ts'
import { findImages } from './find-images.ts'
import { type FoundImage, imageDecoder } from './found-image.ts'
import type { ImageOptions } from './options.ts'

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
  const samples: LazySamples<Image> = {
    length: found.length,
    alike: true,
    sample: (index) => found[index]!.image(),
    file: (index) => found[index]!.file,
    bytes: (image, index) => (found[index]!.isHeld ? 0 : image.data.byteLength),
  }
  return {
    samples,
    ids: found.map(({ id }) => id),
    labels: found.map(({ label }) => label),
    groups: found.map(({ group }) => group),
    content: (index) => found[index]!.checksum(),
    notes,
  }
}
