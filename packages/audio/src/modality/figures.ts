import type { PictureFigure, Reconstruction } from '@romae/tokenizer/modality'
import { spectrogramPng } from '../spectrogram/picture.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import type { SpectrogramTokenizer } from '../tokenizer/tokenizer.ts'

/** Small spectrograms are shown larger: about so many pixels. */
const SIDE = 256

/** Original, masked (in grey) and reconstructed, of each sound. */
export function figures(
  reconstructions: readonly Reconstruction<Spectrogram>[],
  tokenizer: SpectrogramTokenizer,
): Promise<readonly PictureFigure[]> {
  return Promise.all(
    reconstructions.map(async ({ id, tokens, masked, filled }, place): Promise<PictureFigure> => {
      const size = tokens.values.length / tokens.length
      // Values that say which tokens are masked, taken through the same way back.
      const mark = (value: (token: number) => number) => {
        const values = tokens.values.map((_, index) => value(Math.floor(index / size)))
        return tokenizer.detokenize({ ...tokens, values }).values
      }
      const [marked, plain] = [mark((token) => masked[token]!), mark(() => 0)]
      const original = tokenizer.detokenize(tokens)
      const greyed = original.values.map((value, index) => (marked[index] === plain[index] ? value : Number.NaN))
      const range = rangeOf(original.values)
      const pictures = await Promise.all([
        picture(original, range, `${id}, original`),
        picture({ ...original, values: greyed }, range, 'masked'),
        picture(tokenizer.detokenize(filled), range, 'reconstructed'),
      ])
      return { kind: 'pictures', ...(place === 0 && { heading: 'Original, masked, reconstructed' }), pictures }
    }),
  )
}

async function picture(
  spectrogram: Spectrogram,
  range: readonly [number, number],
  caption: string,
): Promise<PictureFigure['pictures'][number]> {
  const scale = Math.max(1, Math.round(SIDE / Math.max(spectrogram.frames, spectrogram.bins)))
  return { png: await spectrogramPng(spectrogram, { range, scale }), caption }
}

/** The smallest and the largest value, a little apart where they are the same. */
function rangeOf(values: Float32Array): [low: number, high: number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  return [low, high > low ? high : low + 1]
}
