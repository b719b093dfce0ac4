import type { Engine } from '@romae/engine'
import type { PretrainOptions, TrainingOptions } from '@romae/trainer/node'
import { type Numbers, tokenizer } from './numbers.ts'

/** The smallest pre-training run with every file of a checkpoint. */
export function smallRun(
  options: TrainingOptions & { readonly engine: Engine; readonly width?: number },
): PretrainOptions<Numbers> {
  const { width = 8, ...training } = options
  const stack = { dModel: width, heads: 2, depth: 1, feedForward: 2 * width }
  return {
    tokenizer,
    samples: Array.from({ length: 4 }, (_, sample) => Array.from({ length: 6 }, (_, i) => Math.sin(sample + i))),
    model: { encoder: stack, decoder: stack },
    training: { batchSize: 4, seed: 1, ...training },
  }
}
