import type { Tokens } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { noiseSpectrograms } from '../testing/spectrograms.ts'
import { audio } from './audio.ts'

const scores = audio.scores!

describe('scores of sounds', async () => {
  const [sample] = await noiseSpectrograms([0.25], { bins: 32 })
  const options = { patch: [8, 16], frames: 64, fill: null, standardize: 'per-bin', positions: 'patches' } as const
  const tokenizer = await audio.fit([sample!], options)
  const context = { tokenizer, options: { rate: 16_000 } }
  const tokens = tokenizer.tokenize(sample!) as Tokens

  it('are of spans of time and frequency within the sound, not of what fills it up', () => {
    const places = scores.places(sample!, tokens, context)
    const { frames, framesPerSecond } = sample!
    expect(tokens.length).toBe(16)
    expect(places).toHaveLength(2 * Math.ceil(frames / 8))
    expect(places[0]!.cells).toEqual([0, Number((8 / framesPerSecond).toFixed(4)), 0, 15])
    expect(places.at(-1)!.cells).toEqual([
      Number((((places.length / 2 - 1) * 8) / framesPerSecond).toFixed(4)),
      Number((frames / framesPerSecond).toFixed(4)),
      16,
      31,
    ])
    expect(new Set(places.map(({ group }) => group))).toEqual(new Set(['bins 0 to 15', 'bins 16 to 31']))
    expect(places[1]!.values[0]).toBe(8 * 16)
  })

  it('are shown with the spans that are marked, joined where they touch', async () => {
    const marks = new Set([0, 2, 5])
    const places = scores.places(sample!, tokens, context).map(({ cells }, index) => {
      return { cells, score: 1, p: marks.has(index) ? 0.001 : 0.5, isMarked: marks.has(index) }
    })
    const [figure] = await scores.figures!([{ id: 'noise', sample: sample!, places }], context)
    const pictures = figure!.kind === 'pictures' ? figure!.pictures : []
    const to = Math.min(3 * 8, sample!.frames) / sample!.framesPerSecond
    expect(pictures.map(({ caption }) => caption)).toEqual(['noise', `marked: 0.00 to ${to.toFixed(2)} s`])
    const none = places.map((place) => ({ ...place, isMarked: false }))
    const [other] = await scores.figures!([{ id: 'noise', sample: sample!, places: none }], context)
    expect(JSON.stringify(other)).toContain('nothing marked')
  })
})
