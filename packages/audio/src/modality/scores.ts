import type { Tokens } from '@romae/tokenizer'
import type { PictureFigure, ScoreContext, ScoredSample, ScorePlace } from '@romae/tokenizer/modality'
import { spectrogramPng } from '../spectrogram/picture.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import type { SpectrogramTokenizer } from '../tokenizer/tokenizer.ts'
import { axesOf } from './preview.ts'

/** Sounds of a report, and spans that one's caption names. */
const SHOWN = 4
const MOST_SPANS = 3
/** The rarity that has the brightest colour: one in a thousand, in powers of ten. */
const RAREST = 3

/** What places of sounds are: a span of time, in seconds, and of bins of the filter bank, counted from 0. */
export const scoreColumns = ['from', 'to', 'lowest bin', 'highest bin']

/** One place a patch that lies within the sound: what fills it up is nobody's. */
export function scorePlaces(
  { frames }: Spectrogram,
  { values, length }: Tokens,
  { tokenizer }: Pick<ScoreContext<Spectrogram>, 'tokenizer'>,
): ScorePlace[] {
  const { bins, framesPerSecond, patch } = (tokenizer as SpectrogramTokenizer).options
  const [patchFrames, patchBins] = patch
  const columns = bins / patchBins
  const size = values.length / length
  const seconds = (frame: number) => Number((Math.min(frame, frames) / framesPerSecond).toFixed(4))
  return Array.from({ length }, (_, token): ScorePlace => {
    const [frame, bin] = [Math.floor(token / columns) * patchFrames, (token % columns) * patchBins]
    return {
      cells: [seconds(frame), seconds(frame + patchFrames), bin, bin + patchBins - 1],
      values: Array.from({ length: size }, (_, value) => token * size + value),
      // Low tones and high ones are not alike.
      group: `bins ${bin} to ${bin + patchBins - 1}`,
    }
  }).filter((_, token) => Math.floor(token / columns) * patchFrames < frames)
}

/** Each sound's spectrogram beside how rarely the model is so far off, and the spans that are marked. */
export async function scoreFigures(
  scored: readonly ScoredSample<Spectrogram>[],
  tokenizer: SpectrogramTokenizer,
  rate: number,
): Promise<readonly PictureFigure[]> {
  const shown = scored.slice(0, SHOWN)
  if (shown.length === 0) return []
  const { bins, patch } = tokenizer.options
  const pictures = await Promise.all(
    shown.map(async ({ id, sample, places }) => {
      const columns = bins / patch[1]
      const rarity = sample.values.map((_, index) => {
        const token = Math.floor(Math.floor(index / bins) / patch[0]) * columns + Math.floor((index % bins) / patch[1])
        const { p } = places[token] ?? { p: Number.NaN }
        return Number.isNaN(p) ? 0 : -Math.log10(p)
      })
      const axes = axesOf(sample, rate)
      return [
        { png: await spectrogramPng(sample), caption: id, ...axes },
        {
          png: await spectrogramPng({ ...sample, values: rarity }, { range: [0, RAREST] }),
          caption: spans(places),
          ...axes,
        },
      ]
    }),
  )
  const note =
    'Beside each spectrogram: the brighter, the rarer it is that the model is so far off; pale yellow is one in a thousand, or rarer.'
  return [{ kind: 'pictures', heading: 'Where the model is far off', note, across: 2, pictures: pictures.flat() }]
}

/** The spans of time that are marked, joined where they touch. */
function spans(places: ScoredSample<Spectrogram>['places']): string {
  const joined: [from: number, to: number][] = []
  for (const { cells, isMarked } of places) {
    if (!isMarked) continue
    const [from, to] = cells as [number, number]
    const last = joined.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  if (joined.length === 0) return 'nothing marked'
  const text = joined.slice(0, MOST_SPANS).map(([from, to]) => `${from.toFixed(2)} to ${to.toFixed(2)} s`)
  return `marked: ${text.join(', ')}${joined.length > MOST_SPANS ? `, and ${joined.length - MOST_SPANS} more` : ''}`
}
