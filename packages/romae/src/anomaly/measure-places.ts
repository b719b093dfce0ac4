import { inOrder } from '@romae/internal/iteration'
import type { Tokenizer, Tokens } from '@romae/tokenizer'
import type { ScoreContext, ScorePlace, ScoreShape } from '@romae/tokenizer/modality'
import type { Scorer } from '@romae/trainer/node'
import type { SampleSet } from '../modality/host-modality.ts'

/** Pieces that are scored in one call. */
const TOGETHER = 64

/** A place, and how far off the model was there; NaN where that could not be measured. */
export interface MeasuredPlace extends Pick<ScorePlace, 'cells' | 'group'> {
  readonly error: number
}

/** How places are found and measured. */
export interface Measuring<Sample> {
  readonly scorer: Scorer
  readonly tokenizer: Tokenizer<Sample>
  readonly shape: ScoreShape<Sample>
  /** How much of a sample the model sees at once; null: all. */
  readonly length: number | null
  /** Places of a group over which errors are averaged. */
  readonly average: number
  /** Says how many samples are through. */
  stopIfAsked(done: string): void
}

/** By token, at its position: how scores are told where the modality does not say. */
export function shapeOfTokens<Sample>({ axes }: Pick<Tokenizer<Sample>, 'axes'>): ScoreShape<Sample> {
  return {
    columns: axes,
    places: (_, { values, positions, length }) =>
      Array.from({ length }, (_, token) => ({
        cells: axes.map((_, axis) => positions[token * axes.length + axis]!),
        values: Array.from({ length: values.length / length }, (_, at) => (token * values.length) / length + at),
      })),
  }
}

/** `[sample][place]`: where the model is how far off. What lies in several pieces is averaged. */
export async function measurePlaces<Sample>(
  { samples, data }: Pick<SampleSet<Sample>, 'samples' | 'data'>,
  measuring: Measuring<Sample>,
): Promise<MeasuredPlace[][]> {
  const { tokenizer, shape, length, stopIfAsked } = measuring
  const context = { tokenizer, options: data }
  const found: PlacesOfSample[] = []
  let waiting: { readonly of: PlacesOfSample; readonly tokens: Tokens; readonly places: readonly ScorePlace[] }[] = []
  const score = async () => {
    const errors = await measuring.scorer.scoreTokens(waiting.map(({ tokens }) => tokens))
    for (const [index, { of, places }] of waiting.entries()) of.add(places, errors[index]!)
    waiting = []
  }
  for await (const sample of inOrder(samples)) {
    stopIfAsked(`${found.length} of ${samples.length} scored, and nothing written`)
    const of = new PlacesOfSample()
    found.push(of)
    for (const piece of length === null || shape.pieces === undefined ? [sample] : shape.pieces(sample, length)) {
      waiting.push({ of, ...(await placesOf(piece, shape, context)) })
      if (waiting.length === TOGETHER) await score()
    }
  }
  if (waiting.length > 0) await score()
  return found.map((of) => averaged(of.means(), measuring.average))
}

async function placesOf<Sample>(piece: Sample, shape: ScoreShape<Sample>, context: ScoreContext<Sample>) {
  const tokens = await context.tokenizer.tokenize(piece)
  return { tokens, places: shape.places(piece, tokens, context) }
}

/** Places of one sample, each once, with the mean of its errors. */
class PlacesOfSample {
  readonly #byCells = new Map<string, { place: ScorePlace; sum: number; count: number }>()

  /** @param errors of the piece's token values: a place's is the root of their mean square */
  add(places: readonly ScorePlace[], errors: Float32Array): void {
    for (const place of places) {
      const key = JSON.stringify(place.cells)
      const own = this.#byCells.get(key) ?? { place, sum: 0, count: 0 }
      if (own.count === 0) this.#byCells.set(key, own)
      const squares = place.values.reduce((sum, value) => sum + errors[value]! ** 2, 0)
      const error = Math.sqrt(squares / place.values.length)
      // In a piece of one token nothing can be told.
      if (Number.isNaN(error)) continue
      own.sum += error
      own.count++
    }
  }

  means(): MeasuredPlace[] {
    return Array.from(this.#byCells.values(), ({ place: { cells, group }, sum, count }) => ({
      cells,
      ...(group !== undefined && { group }),
      error: count === 0 ? Number.NaN : sum / count,
    }))
  }
}

/**
 * The mean error of so many places of the same group one after the other, the place in their middle: what goes on for some time stands out
 * more than what is far off once.
 */
export function averaged(places: readonly MeasuredPlace[], count: number): MeasuredPlace[] {
  if (count === 1) return [...places]
  const groups = new Map<string | undefined, number[]>()
  for (const [index, { group }] of places.entries()) {
    const own = groups.get(group)
    if (own === undefined) groups.set(group, [index])
    else own.push(index)
  }
  const means = places.map(({ error }) => error)
  for (const own of groups.values()) {
    own.forEach((index, at) => {
      const from = Math.max(0, at - Math.floor((count - 1) / 2))
      const near = own
        .slice(from, at + Math.floor(count / 2) + 1)
        .map((one) => places[one]!.error)
        .filter((error) => !Number.isNaN(error))
      if (!Number.isNaN(means[index]!)) means[index] = near.reduce((sum, error) => sum + error, 0) / near.length
    })
  }
  return places.map((place, index) => ({ ...place, error: means[index]! }))
}
