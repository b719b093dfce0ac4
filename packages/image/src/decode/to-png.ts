import type { Image } from '../image/image.ts'
import { loadSharp } from './load-sharp.ts'
import { type PngOptions, pngPixels } from './png-pixels.ts'

/**
 * One frame as an 8-bit PNG file. Values below 0 become 0, those above 1 become 1.
 *
 * @throws RomaeError `IMAGE_NO_SHARP`, `IMAGE_CHANNELS` for other than 1 or 3 channels, `IMAGE_SEVERAL_FRAMES`
 */
export async function toPng(image: Image, options: PngOptions = {}): Promise<Uint8Array> {
  const { pixels, width, height, channels } = pngPixels(image, options)
  const sharp = await loadSharp()
  return sharp(pixels, { raw: { width, height, channels } }).png().toBuffer()
}
