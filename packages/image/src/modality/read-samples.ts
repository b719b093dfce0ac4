import type { LazySamples, ReadSamples } from '@romae/tokenizer/modality'
import type { Image } from '../image/image.ts'
import type { FoundImage } from './found-image.ts'
import { shrink } from './shrink.ts'

/**
 * Images that are decoded when they are needed, with what is known of them before.
 *
 * @param toPng writes what a report shows
 */
export function readSamplesOf(
  found: readonly FoundImage[],
  notes: readonly string[],
  toPng: (image: Image) => Promise<Uint8Array>,
): ReadSamples<Image> {
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
    labels: found.map(({ label, labels }) => labels ?? label),
    groups: found.map(({ group }) => group),
    preview: async (index) => ({ png: await toPng(shrink(await found[index]!.image())) }),
    content: (index) => found[index]!.checksum(),
    notes,
  }
}
