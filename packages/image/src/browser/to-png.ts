import { type PngOptions, pngPixels } from '../decode/png-pixels.ts'
import type { Image } from '../image/image.ts'
import { canvasOf, requireTruth } from './canvas.ts'

/**
 * One frame as an 8-bit PNG file, made by the browser. Values below 0 become 0, those above 1 become 1.
 *
 * @throws RomaeError `IMAGE_NO_CANVAS`, `IMAGE_PIXELS_WITHHELD`, `IMAGE_CHANNELS` for other than 1 or 3 channels, `IMAGE_SEVERAL_FRAMES`
 */
export async function toPng(image: Image, options: PngOptions = {}): Promise<Uint8Array> {
  const { pixels, width, height, channels } = pngPixels(image, options)
  requireTruth()
  const { canvas, context } = canvasOf(width, height)
  const drawn = context.createImageData(width, height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let color = 0; color < 3; color++) {
      drawn.data[4 * pixel + color] = pixels[channels * pixel + (channels === 3 ? color : 0)]!
    }
    drawn.data[4 * pixel + 3] = 255
  }
  context.putImageData(drawn, 0, 0)
  const file = await canvas.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await file.arrayBuffer())
}
