import type { Image } from '../image/image.ts'

/** What decoded images hold: their size, and how bright each channel is. */
export function inspect(images: readonly Image[]): readonly (readonly [label: string, value: string])[] {
  if (images.length === 0) return []
  const sizes = new Set(images.map(({ width, height }) => `${width} x ${height} pixels`))
  const counts = new Set(images.map(({ channels }) => channels))
  return [
    ['size', `${[...sizes].join(', ')}, whatever the files have (--size)`],
    ['channels', [...counts].map((count) => (count === 1 ? '1 (grey)' : `${count} (red, green, blue)`)).join(', ')],
    [
      'mean',
      [...counts]
        .map((count) =>
          meansOf(images, count)
            .map((mean) => mean.toFixed(3))
            .join(', '),
        )
        .join('; '),
    ],
  ]
}

/** The mean of each channel, of the images with so many of them: 0 is black, 1 is white. */
function meansOf(images: readonly Image[], channels: number): number[] {
  const sums = Array<number>(channels).fill(0)
  let pixels = 0
  for (const image of images) {
    if (image.channels !== channels) continue
    pixels += image.data.length / channels
    for (let index = 0; index < image.data.length; index++) sums[index % channels]! += image.data[index]!
  }
  return sums.map((sum) => sum / pixels)
}
