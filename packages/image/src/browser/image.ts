import type { Modality } from '@romae/tokenizer/modality'
import type { Image } from '../image/image.ts'
import { imageModality } from '../modality/image-modality.ts'
import type { imageOptions, patchOptions } from '../modality/options.ts'
import { readImages } from './read-images.ts'
import { toPng } from './to-png.ts'

/**
 * Images, for whatever takes a modality, of files that a page was given: as that of `@romae/image/modality`, whose options and
 * tokenizers are the same.
 */
export const image: Modality<Image, typeof imageOptions, typeof patchOptions> = imageModality({
  read: readImages,
  toPng,
})
