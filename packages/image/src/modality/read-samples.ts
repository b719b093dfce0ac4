import type { LazySamples, ReadSamples } from '@romae/tokenizer/modality'
import type { Image } from '../image/image.ts'
import type { FoundImage } from './found-image.ts'

/** Images that are decoded when they are needed, with what is known of them before. */
export function readSamplesOf(found: readonly FoundImage[], notes: readonly string[]): ReadSamples<Image> {
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
