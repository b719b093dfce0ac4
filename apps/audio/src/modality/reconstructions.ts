import { type Spectrogram, spectrogramPng, spectrogramTokenizer } from '@romae/audio'
import type { Figure, Section } from '@romae/report'
import { type ReconstructionContext, reconstruct, reconstructionNotes } from 'romae'

const SHOWN = 4

/** Original, masked (hidden in grey) and reconstructed, of sounds from all over the set. */
export async function reconstructions(context: ReconstructionContext<Spectrogram>): Promise<Section[]> {
  const { model, set } = context
  const tokenizer = spectrogramTokenizer.fromJSON(model.tokenizer)
  const count = Math.min(SHOWN, set.samples.length)
  const shown = Array.from({ length: count }, (_, index) => Math.floor((index * set.samples.length) / count))
  const tokens = await Promise.all(shown.map(async (index) => tokenizer.tokenize(await set.samples.sample(index))))
  const results = await reconstruct(context, tokens)
  const figures = await Promise.all(
    results.map(async ({ hidden, filled }, place): Promise<Figure[]> => {
      const own = tokens[place]!
      const size = own.values.length / own.length
      // Values that say which tokens are hidden, taken through the same way back.
      const mark = (value: (token: number) => number) =>
        tokenizer.detokenize({ ...own, values: own.values.map((_, index) => value(Math.floor(index / size))) }).values
      const [marked, plain] = [mark((token) => hidden[token]!), mark(() => 0)]
      const original = tokenizer.detokenize(own)
      const masked = original.values.map((value, index) => (marked[index] === plain[index] ? value : Number.NaN))
      const id = set.ids[shown[place]!]!
      const range = rangeOf(original.values)
      return Promise.all([
        figure(original, range, `${id}, original`),
        figure({ ...original, values: masked }, range, 'masked'),
        figure(tokenizer.detokenize(filled), range, 'reconstructed'),
      ])
    }),
  )
  const sections = figures.map((of, index): Section => {
    return { kind: 'figures', ...(index === 0 && { heading: 'Original, masked, reconstructed' }), figures: of }
  })
  return [...sections, ...reconstructionNotes(model)]
}

async function figure(spectrogram: Spectrogram, range: readonly [number, number], caption: string): Promise<Figure> {
  const scale = Math.max(1, Math.round(256 / Math.max(spectrogram.frames, spectrogram.bins)))
  const png = await spectrogramPng(spectrogram, { range, scale })
  return { source: `data:image/png;base64,${Buffer.from(png).toString('base64')}`, caption }
}

/** The smallest and the largest value, a little apart where they are the same. */
function rangeOf(values: Float32Array): [low: number, high: number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  return [low, high > low ? high : low + 1]
}
