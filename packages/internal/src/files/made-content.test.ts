import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { MadeContent, replaceFile } from './index.ts'

async function* of(...pieces: readonly (string | Uint8Array)[]) {
  yield* pieces
}

it('is text and bytes in their order, small pieces of text as one', async () => {
  const place = path.join(await temporaryFolder(), 'file')
  await replaceFile(place, new MadeContent(of('ä', 'b', Uint8Array.of(0xff, 0xfe), '', 'c')))
  expect(await readFile(place)).toEqual(Buffer.from([0xc3, 0xa4, 0x62, 0xff, 0xfe, 0x63]))
  const sizes: number[] = []
  for await (const piece of new MadeContent(of(...new Array<string>(20).fill('x'.repeat(10_000)), 'end')))
    sizes.push(piece.length)
  expect(sizes).toEqual([70_000, 70_000, 60_003])
})

it('keeps what goes wrong in making it apart from what goes wrong in writing', async () => {
  const folder = await temporaryFolder()
  const cause = new Error('no more')
  const broken = new MadeContent(
    (async function* () {
      yield 'text'
      throw cause
    })(),
  )
  await expect(replaceFile(path.join(folder, 'file'), broken)).rejects.toBe(cause)
  expect(broken.failure).toEqual({ cause })
  const whole = new MadeContent(of('text'))
  await expect(replaceFile(path.join(folder, 'none', 'file'), whole)).rejects.toThrow('ENOENT')
  expect(whole.failure).toBeUndefined()
})
