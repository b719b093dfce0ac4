import type { Image } from '../image/image.ts'

/** An image of hashed values: every pixel differs, and nothing is symmetric. */
export function noise(sides: Partial<Pick<Image, 'width' | 'height' | 'channels' | 'frames' | 'id'>> = {}): Image {
  const { width = 6, height = 4, channels = 3, frames = 1, id = 'noise' } = sides
  const length = frames * height * width * channels
  const data = Float32Array.from({ length }, (_, index) => (Math.imul(index + 1, 0x9e3779b1) >>> 8) / 2 ** 24)
  return { id, width, height, channels, frames, data }
}

/** An image of one channel, from rows of numbers. */
export function picture(rows: readonly (readonly number[])[], id = 'picture'): Image {
  const data = Float32Array.from(rows.flat())
  return { id, width: rows[0]!.length, height: rows.length, channels: 1, frames: 1, data }
}

/** A smooth gradient as 8-bit samples, `[height, width, 3]`: what lossy formats keep nearly as it is. */
export function gradient(width: number, height: number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3)
    const [x, y] = [(pixel % width) / width, Math.floor(pixel / width) / height]
    return Math.round(255 * [x, y, 1 - x][index % 3]!)
  })
}

/** All that a generator yields. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** Largest difference of two lists of numbers of one length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let largest = 0
  for (let index = 0; index < a.length; index++) largest = Math.max(largest, Math.abs(a[index]! - b[index]!))
  return largest
}
