import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { showOnBoard } from './board-pictures.ts'
import { matrixPicture } from './matrix-picture.ts'

/** A red pixel. */
const red = sharp(Buffer.from([255, 0, 0]), { raw: { width: 1, height: 1, channels: 3 } }).png()

it('shows figures and the confusion matrix of a report, in its order, in place of earlier ones', async () => {
  const folder = await temporaryFolder()
  const source = `data:image/png;base64,${(await red.toBuffer()).toString('base64')}`
  const matrix = { kind: 'matrix', heading: 'Confusion matrix', corner: 'true \\ predicted' } as const
  const sections = [
    {
      ...matrix,
      rows: ['cat', 'dog'],
      columns: ['cat', 'dog'],
      values: [
        [3, 1],
        [0, 0],
      ],
    },
    { kind: 'figures', figures: [{ source, caption: 'cat, taken for dog: 7' }] },
    { kind: 'text', text: 'no picture' },
  ] as const
  const step = { type: 'step', step: 12, loss: 1 } as never
  await showOnBoard(folder, sections, [step])
  await showOnBoard(folder, sections, [step])
  const file = (await readFile(join(folder, 'events.out.tfevents.romae'))).toString('latin1')
  const tags = [...file.matchAll(/pictures\/[\x20-\x7e]*/g)].map(([tag]) => tag)
  expect(tags).toHaveLength(2)
  expect(tags[0]).toMatch(/^pictures\/01 Confusion matrix \(true \\ predicted\): cat, dog/)
  expect(tags[1]).toMatch(/^pictures\/02 cat, taken for dog: 7/)
})

it('shades a square by its share of the row', async () => {
  const png = await matrixPicture({
    values: [
      [4, 0],
      [1, 3],
      [0, 0],
    ],
  })
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height, info.channels]).toEqual([96, 144, 3])
  const greenAt = (row: number, column: number) => data[3 * ((48 * row + 24) * 96 + 48 * column + 24) + 1]!
  expect([greenAt(0, 0), greenAt(0, 1), greenAt(2, 0)]).toEqual([48, 255, 255])
  expect(greenAt(1, 0)).toBe(Math.round(255 - 0.25 * 207))
  expect(greenAt(1, 1)).toBe(Math.round(255 - 0.75 * 207))
  // Of many classes each still has a pixel.
  const many = await matrixPicture({ values: Array.from({ length: 700 }, () => new Array(700).fill(1)) })
  expect((await sharp(many).metadata()).width).toBe(700)
})
