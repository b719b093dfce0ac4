import type { PretrainOptions, TrainingOptions } from '../node/runs.ts'
import { allRates, makeWaves, tinyStack, type Wave, waveTokenizer } from './waves.ts'

/** A short run with everything on that is random: ragged data in buckets, dropout, stochastic depth. */
export function resumableOptions(training: TrainingOptions): PretrainOptions<Wave> {
  const stack = { ...tinyStack, ...allRates }
  return {
    tokenizer: waveTokenizer,
    samples: makeWaves(22, [4, 9]),
    model: { encoder: stack, decoder: { ...stack, depth: 1 }, headDropout: 0.1 },
    training: { batchSize: 4, lengthBuckets: 2, seed: 7, ...training },
  }
}

/**
 * The same with every option on that has a state: parts of batches, averaged weights, rates and decay by layer, evaluations
 * that select, and a sample on which every loss overflows, so that the steps it is in are skipped.
 */
export function everythingOn(training: TrainingOptions): PretrainOptions<Wave> {
  const options = resumableOptions(training)
  const samples = makeWaves(22, [4, 9])
  return {
    ...options,
    samples: samples.with(3, { ...samples[3]!, values: samples[3]!.values.map(() => 3e38) }),
    evaluation: { samples: makeWaves(7, [4, 9], 5), every: 2, batchSize: 3, select: 'best', patience: 5 },
    training: {
      gradientAccumulationSteps: 3,
      emaDecay: 0.9,
      layerDecay: 0.8,
      weightDecayOn: 'matrices',
      onNonFinite: 'skip',
      ...options.training,
    },
  }
}
