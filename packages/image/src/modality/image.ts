import { toPng } from '../decode/to-png.ts'
import { imageModality } from './image-modality.ts'
import { readImages } from './read-images.ts'

/** Images, for whatever takes a modality: files of them become samples, and samples tokens. */
export const image: ReturnType<typeof imageModality> = imageModality({ read: readImages, toPng })
