import type { Tokens } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { decodeImage } from '../decode/decode-image.ts'
import { noise } from '../testing/pictures.ts'
import type { ImageTokenizer } from '../tokenizer/image-tokenizer.ts'
import { image } from './image.ts'

const sample = noise({ width: 12, height: 8, id: 'wide' })
const scores = image.scores!

describe('scores of images', async () => {
  const tokenizer = (await image.fit([sample], { patch: 4, normalize: 'fitted', positions: 'patch' })) as ImageTokenizer
  const context = { tokenizer, options: {} }
  const tokens = tokenizer.tokenize(sample) as Tokens

  it('are of patches, by the pixel at their upper left', () => {
    const places = scores.places(sample, tokens, context)
    expect(places.map(({ cells }) => cells)).toEqual([
      [0, 0],
      [0, 4],
      [0, 8],
      [4, 0],
      [4, 4],
      [4, 8],
    ])
    // A place's values are those of its pixels, and all are somebody's.
    expect(places.flatMap(({ values }) => values)).toEqual([...tokens.values.keys()])
    const brighter = { ...tokens, values: tokens.values.slice() }
    for (const value of places[4]!.values) brighter.values[value]! += 1
    const [before, after] = [tokens, brighter].map((some) => tokenizer.detokenize(some).data)
    const changed = [...before!.keys()].filter((at) => before![at] !== after![at]).map((at) => Math.floor(at / 3))
    expect([Math.min(...changed), Math.max(...changed)]).toEqual([4 * 12 + 4, 7 * 12 + 7])
  })

  it('are shown as red where they are rare', async () => {
    const scored = scores.places(sample, tokens, context).map(({ cells }, index) => {
      return { cells, score: 1, p: index === 4 ? 0.001 : 1, isMarked: index === 4 }
    })
    const [figure] = await scores.figures!([{ id: 'wide', sample, places: scored }], context)
    const pictures = figure!.kind === 'pictures' ? figure!.pictures : []
    expect(pictures.map(({ caption }) => caption)).toEqual(['wide', '1 of 6 patches marked'])
    const { data, channels } = await decodeImage(pictures[1]!.png, { id: 'heat' })
    const at = (row: number, column: number) => [...data.subarray((row * 12 + column) * channels).slice(0, 3)]
    const [red, green, blue] = at(5, 5) as [number, number, number]
    expect(red).toBeGreaterThan(0.85)
    expect(Math.max(green, blue)).toBeLessThan(0.15)
    const [r, g] = at(1, 1) as [number, number]
    expect(r).toBeCloseTo(g, 2)
  })
})
