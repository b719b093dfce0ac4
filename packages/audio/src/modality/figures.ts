import type { Picture, PictureFigure, Reconstruction } from '@romae/tokenizer/modality'
import { spectrogramPng } from '../spectrogram/picture.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import type { SpectrogramTokenizer } from '../tokenizer/tokenizer.ts'
import { axesOf } from './preview.ts'

/**
 * Original, masked (in grey) and reconstructed, of each sound.
 *
 * @param rate that sounds were read at
 */
export async function figures(
  reconstructions: readonly Reconstruction<Spectrogram>[],
  tokenizer: SpectrogramTokenizer,
  rate: number,
): Promise<readonly PictureFigure[]> {
  const pictures = await Promise.all(
    reconstructions.map(({ id, tokens, masked, filled }) => {
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
      return Promise.all([
        picture(original, range, rate, id),
        picture({ ...original, values: greyed }, range, rate, 'masked'),
        picture(tokenizer.detokenize(filled), range, rate, 'reconstructed'),
      ])
    }),
  )
  const note = 'Colours are the energy, as a logarithm: from black, the least of a sound, to pale yellow, its most.'
  return [{ kind: 'pictures', heading: 'Original, masked, reconstructed', note, across: 3, pictures: pictures.flat() }]
}

async function picture(
  spectrogram: Spectrogram,
  range: readonly [number, number],
  rate: number,
  caption: string,
): Promise<Picture> {
  return { png: await spectrogramPng(spectrogram, { range }), caption, ...axesOf(spectrogram, rate) }
}

/** The smallest and the largest value, a little apart where they are the same. */
function rangeOf(values: Float32Array): [low: number, high: number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  return [low, high > low ? high : low + 1]
}
