import { readFile } from 'node:fs/promises'
import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { animatedPng } from '../testing/animated-png.ts'
import { animation, HEIGHT, picture, WIDTH } from '../testing/encoded.ts'
import { animationOf } from './animation.ts'
import { decodeImage } from './decode-image.ts'

const png = await picture().png().toBuffer()
const avif = await readFile(new URL('../../fixtures/three-frames.avif', import.meta.url))
const refusal = async (bytes: Uint8Array, frames: 'one' | 'first' | 'all') =>
  caught(() => decodeImage(bytes, { frames, id: 'dance' }))

describe('an animated PNG', () => {
  it('is no still image, and gives its first frame where that is asked for', async () => {
    const bytes = animatedPng(png, 3)
    expect(await refusal(bytes, 'one')).toMatchObject({ code: 'IMAGE_SEVERAL_FRAMES', fields: { frames: 3 } })
    expect((await refusal(bytes, 'all')).code).toBe('IMAGE_UNSUPPORTED_FORMAT')
    expect((await decodeImage(bytes, { frames: 'first' })).data).toEqual((await decodeImage(png)).data)
  })

  it('whose still image is no frame has no first one', async () => {
    const bytes = animatedPng(png, 3, false)
    expect((await refusal(bytes, 'one')).code).toBe('IMAGE_SEVERAL_FRAMES')
    expect((await refusal(bytes, 'first')).code).toBe('IMAGE_UNSUPPORTED_FORMAT')
  })

  it('of one frame is a still image', async () => {
    const { frames, width, height } = await decodeImage(animatedPng(png, 1))
    expect([frames, width, height]).toEqual([1, WIDTH, HEIGHT])
  })
})

describe('an animated AVIF', () => {
  it('is not damaged: its frames are counted, and it is said that they cannot be decoded', async () => {
    expect(await refusal(avif, 'one')).toMatchObject({ code: 'IMAGE_SEVERAL_FRAMES', fields: { frames: 3 } })
    for (const frames of ['first', 'all'] as const) {
      expect((await refusal(avif, frames)).code).toBe('IMAGE_UNSUPPORTED_FORMAT')
    }
  })

  it('that is cut anywhere is an error, too', async () => {
    for (let length = 12; length < avif.length; length += 7) {
      expect((await refusal(avif.subarray(0, length), 'first')).code).toMatch(/^IMAGE_(DAMAGED|UNSUPPORTED_FORMAT)$/)
    }
  })
})

it('still images are no animations', async () => {
  expect(animationOf('PNG', png)).toBeUndefined()
  expect(animationOf('AVIF', await picture().avif({ effort: 0 }).toBuffer())).toBeUndefined()
})

it('frames that are left out are said, and no others', async () => {
  const notes: string[] = []
  const onNote = (note: string) => notes.push(note)
  const gif = await animation()
    .gif({ delay: [100, 100] })
    .toBuffer()
  for (const bytes of [png, animatedPng(png, 1), animatedPng(png, 3), gif]) {
    await decodeImage(bytes, { frames: 'first', id: 'dance', onNote })
  }
  await decodeImage(gif, { frames: 'all', onNote })
  expect(notes).toEqual([
    'dance has 3 frames, of which the first is taken',
    'dance has 2 frames, of which the first is taken',
  ])
})
