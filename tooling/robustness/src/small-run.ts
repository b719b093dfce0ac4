import type { Engine } from '@romae/engine'
import type { Tokenizer } from '@romae/tokenizer'
import type { PretrainOptions, TrainingOptions } from '@romae/trainer/node'
import { enableProdMode } from '@tensorflow/tfjs'

// tfjs' cpu backend writes an advertisement to the console at its first use in Node, except in production.
enableProdMode()

/** One token a number, at its index. */
const tokenizer: Tokenizer<readonly number[]> = {
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

/** The smallest pre-training run with every file of a checkpoint. */
export function smallRun(
  options: TrainingOptions & { readonly engine: Engine; readonly width?: number },
): PretrainOptions<readonly number[]> {
  const { width = 8, ...training } = options
  const stack = { dModel: width, heads: 2, depth: 1, feedForward: 2 * width }
  return {
    tokenizer,
    samples: Array.from({ length: 4 }, (_, sample) => Array.from({ length: 6 }, (_, i) => Math.sin(sample + i))),
    model: { encoder: stack, decoder: stack },
    training: { batchSize: 4, seed: 1, ...training },
  }
}
