import type { Modality } from '@romae/tokenizer/modality'
import { toPng } from '../decode/to-png.ts'
import type { Image } from '../image/image.ts'
import { imageModality } from './image-modality.ts'
import type { imageOptions, patchOptions } from './options.ts'
import { readImages } from './read-images.ts'

/** Images, for whatever takes a modality: files of them become samples, and samples tokens. */
export const image: Modality<Image, typeof imageOptions, typeof patchOptions> = imageModality({
  read: readImages,
  toPng,
})
