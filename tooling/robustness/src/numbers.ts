import type { Tokenizer } from '@romae/tokenizer'
import { enableProdMode } from '@tensorflow/tfjs'

// tfjs' cpu backend writes an advertisement to the console at its first use in Node, except in production.
enableProdMode()

export type Numbers = readonly number[]

/** One token a number, at its index. */
export const tokenizer: Tokenizer<Numbers> = {
  specVersion: 1,
  name: 'numbers',
  axes: ['index'],
  tokenSize: 1,
  tokenize: (numbers) => ({
    values: Float32Array.from(numbers),
    positions: Float32Array.from(numbers, (_, index) => index),
    length: numbers.length,
  }),
  toJSON: () => ({ name: 'numbers', scale: 1 }),
}
