import { imageModality } from '../modality/image-modality.ts'
import { readImages } from './read-images.ts'
import { toPng } from './to-png.ts'

/**
 * Images, for whatever takes a modality, of files that a page was given: as that of `@romae/image/modality`, whose options and
 * tokenizers are the same.
 */
export const image: ReturnType<typeof imageModality> = imageModality({ read: readImages, toPng })
