import { expect, it } from 'vitest'
import { sheet } from './sheet.ts'

/** The first bytes of a PNG file of a size, which are all that is looked at. */
function address(width: number, height: number): string {
  const bytes = Buffer.alloc(24)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return `data:image/png;base64,${bytes.toString('base64')}`
}

it('places pictures of any size in rows, with room between them, small ones enlarged', () => {
  const text = sheet([[address(10, 200), address(64, 64)], [address(300, 150)]])
  expect(text).toContain('viewBox="0 0 316 374"')
  const places = [...text.matchAll(/<image x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g)]
  expect(places.map((match) => match.slice(1).map(Number))).toEqual([
    [8, 8, 10, 200],
    [26, 8, 128, 128],
    [8, 216, 300, 150],
  ])
})
