import { createRandom } from '@romae/internal/random'
import { type Tokenizer, tokenizerSet } from '@romae/tokenizer'
import { tokensAtTimes } from './waves.ts'

/** Values at times. */
export interface Curve {
  readonly times: readonly number[]
  readonly values: readonly number[]
}

/** Two numbers for each of four fields of a square. */
export type Square = readonly (readonly [number, number])[]

/** A curve and a square of the same two hidden numbers; either may be missing. */
export interface Pair {
  readonly curve?: Curve | null
  readonly square?: Square | null
}

export const curveTokenizer: Tokenizer<Curve> = {
  specVersion: 1,
  name: 'pairs/curve',
  axes: ['time'],
  tokenSize: 1,
  tokenize: tokensAtTimes,
  detokenize: ({ values, positions }) => ({ times: [...positions], values: [...values] }),
  toJSON: () => ({ kind: 'curve' }),
}

export const squareTokenizer: Tokenizer<Square> = {
  specVersion: 1,
  name: 'pairs/square',
  axes: ['row', 'column'],
  tokenSize: 2,
  tokenize: (fields) => ({
    values: Float32Array.from(fields.flat()),
    positions: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
    length: 4,
  }),
  toJSON: () => ({ kind: 'square' }),
}

export const pairTokenizer = tokenizerSet({ curve: curveTokenizer, square: squareTokenizer })

/** Makes the tokenizers of pairs again. */
export const pairs = {
  name: 'pairs',
  restore: ({ name }: { readonly name: string }) =>
    (name === 'pairs/curve' ? curveTokenizer : squareTokenizer) as Tokenizer<never>,
}

/**
 * Pairs of which each part tells the other: curves are a cos(t) + b sin(t) at times of their own, squares have a and b in their
 * fields, with signs.
 *
 * @param missing how likely a part is missing, of a sample that has the other
 */
export function makePairs(count: number, seed = 1, missing = 0): Pair[] {
  const random = createRandom(seed, 'pairs')
  return Array.from({ length: count }, () => {
    const [a, b] = [random.normal(), random.normal()]
    const times = Array.from({ length: 6 + random.integer(4) }, () => 6 * random.uniform()).sort((x, y) => x - y)
    const curve = { times, values: times.map((time) => a * Math.cos(time) + b * Math.sin(time)) }
    const square = [
      [a, b],
      [b, -a],
      [-a, b],
      [-b, -a],
    ] as const
    const draw = random.uniform()
    if (draw < missing) return { square }
    return draw < 2 * missing ? { curve, square: null } : { curve, square }
  })
}

export const tinyPairStack = { dModel: 24, heads: 2, depth: 2 }
