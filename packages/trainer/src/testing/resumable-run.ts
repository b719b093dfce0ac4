import type { PretrainOptions } from '../pretrain.ts'
import type { TrainingOptions } from '../training/options.ts'
import { allRates, makeWaves, tinyStack, type Wave, waveTokenizer } from './waves.ts'

/** A short run with everything on that is random: ragged data in buckets, dropout, stochastic depth. */
export function resumableOptions(training: TrainingOptions): PretrainOptions<Wave> {
  const stack = { ...tinyStack, ...allRates }
  return {
    tokenizer: waveTokenizer,
    samples: makeWaves(22, [4, 9]),
    model: { encoder: stack, decoder: stack, headDropout: 0.1 },
    training: { batchSize: 4, buckets: 2, seed: 7, ...training },
  }
}
