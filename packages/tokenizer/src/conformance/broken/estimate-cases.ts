import type { TokensToFill } from '../../tokenizer.ts'
import { type Case, good } from './series.ts'

const meanOfVisible = ({ tokens: { values, length }, hidden }: TokensToFill) => {
  const visible = values.filter((_, place) => hidden[Math.floor(place / 2)] === 0)
  return new Float32Array(2 * length).fill(visible.reduce((sum, value) => sum + value, 0) / visible.length)
}

/** A tokenizer whose estimate is no fault. */
export const estimating = { ...good, estimate: meanOfVisible }

/** They say something else of masked values than they know. */
export const estimateCases: readonly Case[] = [
  [
    'estimate',
    'reads what is masked',
    () => ({ ...good, estimate: ({ tokens }) => tokens.values.slice() }),
    { sample: 0, token: 0 },
  ],
  [
    'estimate',
    'writes into the tokens',
    () => ({ ...good, estimate: ({ tokens }) => tokens.values.fill(0) }),
    { sample: 0, token: 0, got: 0 },
  ],
  [
    'estimate',
    'estimates no number',
    () => ({ ...good, estimate: ({ tokens }) => tokens.values.map(() => Number.NaN) }),
  ],
  [
    'estimate',
    'gives one value a token',
    () => ({ ...good, estimate: ({ tokens }) => new Float32Array(tokens.length) }),
  ],
  [
    'estimate',
    'throws where it should estimate',
    () => ({
      ...good,
      estimate: () => {
        throw new Error('not implemented')
      },
    }),
  ],
]
