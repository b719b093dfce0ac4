import type { Image } from '../../image/image.ts'

/** Centre 5, neighbours 1, sum 13: Pillow's smoothing kernel. */
const CENTER = 5
const SUM = 13

/** `factor` 0 = smoothed, 1 = the image, above 1 = sharpened. The outermost pixels are left as they are. */
export function sharpness(image: Image, factor: number): Image {
  const { width, height, channels, frames } = image
  const source = image.data
  const data = source.slice()
  const rowSize = width * channels
  for (let frame = 0; frame < frames; frame++) {
    for (let row = 1; row < height - 1; row++) {
      const start = (frame * height + row) * rowSize
      for (let index = start + channels; index < start + rowSize - channels; index++) {
        const above = index - rowSize
        const below = index + rowSize
        const neighbours =
          source[above - channels]! +
          source[above]! +
          source[above + channels]! +
          source[index - channels]! +
          source[index + channels]! +
          source[below - channels]! +
          source[below]! +
          source[below + channels]!
        const smooth = (neighbours + CENTER * source[index]!) / SUM
        data[index] = Math.min(1, Math.max(0, smooth + (source[index]! - smooth) * factor))
      }
    }
  }
  return { ...image, data }
}
