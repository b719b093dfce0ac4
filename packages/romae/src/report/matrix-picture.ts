import type { MatrixSection } from '@romae/report'

/** Pixels of a side, at most; of many classes each still has one. */
const SIDE = 480
/** The largest cell. */
const LARGEST = 48
/** Of no share and of all of a row's: white, and a dark blue. */
const [NONE, ALL] = [
  [255, 255, 255],
  [8, 48, 107],
] as const

/** A matrix as the bytes of a PNG file: a square for each value, shaded by its share of the row's sum, as a report shades it. */
export async function matrixPicture({ values }: Pick<MatrixSection, 'values'>): Promise<Uint8Array> {
  const [rows, columns] = [values.length, values[0]!.length]
  const cell = Math.max(1, Math.min(LARGEST, Math.floor(SIDE / Math.max(rows, columns))))
  const pixels = new Uint8Array(rows * columns * 3) // [rows, columns, 3]
  for (const [row, counts] of values.entries()) {
    const sum = counts.reduce((total, count) => total + count, 0)
    for (const [column, count] of counts.entries()) {
      const share = sum === 0 ? 0 : count / sum
      const color = NONE.map((none, channel) => Math.round(none + share * (ALL[channel]! - none)))
      pixels.set(color, 3 * (row * columns + column))
    }
  }
  // Loaded where there is a board to show it on.
  const { default: sharp } = await import('sharp')
  const raw = { width: columns, height: rows, channels: 3 } as const
  const size = { width: columns * cell, height: rows * cell, fit: 'fill', kernel: 'nearest' } as const
  return new Uint8Array(await sharp(pixels, { raw }).resize(size).png().toBuffer())
}
