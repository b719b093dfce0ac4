import type { Image } from '../../image/image.ts'

/** Maps a place of the result to a place of the image, both relative to the middle, x to the right, y down. */
export type InverseMap = (x: number, y: number) => readonly [x: number, y: number]

/** To the right by `amount` times the height below the middle. */
export const shearX =
  (amount: number): InverseMap =>
  (x, y) => [x + amount * y, y]
export const shearY =
  (amount: number): InverseMap =>
  (x, y) => [x, y + amount * x]
/** By so many pixels, to the left or up where positive. */
export const translate =
  (byX: number, byY: number): InverseMap =>
  (x, y) => [x + byX, y + byY]

/** About the middle, counter-clockwise where positive. */
export function rotate(degrees: number): InverseMap {
  const angle = (degrees * Math.PI) / 180
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  return (x, y) => [cosine * x - sine * y, sine * x + cosine * y]
}

/** Moves the pixels of every frame, interpolating bilinearly; what comes from outside the image is `fill`. */
export function warp(image: Image, inverse: InverseMap, fill: number): Image {
  const { width, height, channels, frames } = image
  const data = new Float32Array(image.data.length)
  const frameSize = height * width * channels
  const middleX = (width - 1) / 2
  const middleY = (height - 1) / 2
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = inverse(column - middleX, row - middleY)
      const corners = cornersOf(x + middleX, y + middleY, width, height)
      const to = (row * width + column) * channels
      for (let frame = 0; frame < frames; frame++) {
        for (let channel = 0; channel < channels; channel++) {
          let value = 0
          for (const { pixel, weight } of corners) {
            const sample = pixel === null ? fill : image.data[frame * frameSize + pixel * channels + channel]!
            value += weight * sample
          }
          data[frame * frameSize + to + channel] = value
        }
      }
    }
  }
  return { ...image, data }
}

/** The four pixels around a place and their bilinear weights; `pixel` is null outside. */
function cornersOf(x: number, y: number, width: number, height: number): { pixel: number | null; weight: number }[] {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const [right, bottom] = [x - left, y - top]
  const corner = (column: number, row: number, weight: number) => {
    const inside = column >= 0 && column < width && row >= 0 && row < height
    return { pixel: inside ? row * width + column : null, weight }
  }
  return [
    corner(left, top, (1 - right) * (1 - bottom)),
    corner(left + 1, top, right * (1 - bottom)),
    corner(left, top + 1, (1 - right) * bottom),
    corner(left + 1, top + 1, right * bottom),
  ]
}
