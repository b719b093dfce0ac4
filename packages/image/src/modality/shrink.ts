import type { Image } from '../image/image.ts'
import { resizeChecked } from '../transforms/resize.ts'

/** The longer side of a picture in a report, in pixels: twenty of them stay below a megabyte. */
const LARGEST_SIDE = 112

/** An image that is no larger than a report needs; a smaller one as it is. */
export function shrink(image: Image): Image {
  const scale = Math.min(1, LARGEST_SIDE / Math.max(image.width, image.height))
  const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * scale)))
  return resizeChecked(image, { width: width!, height: height! })
}
