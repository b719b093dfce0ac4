import { createRandom } from '@romae/core'
import { finetune, pretrain, type TrainingOptions, type TrainingRun } from '@romae/trainer/node'
import { type Numbers, tokenizer } from '../numbers.ts'

/** Waves of four to nine numbers. */
function makeSamples(count: number, seed: number): Numbers[] {
  const random = createRandom(seed, 'samples')
  return Array.from({ length: count }, (_, sample) => {
    const length = 4 + random.integer(6)
    return Array.from({ length }, (_, index) => Math.sin((1 + (sample % 2)) * index + sample))
  })
}

const stack = { dModel: 16, heads: 2, depth: 2, feedForward: 32 }
const dropping = { ...stack, hiddenDropout: 0.1, attentionDropout: 0.1, stochasticDepth: 0.3 }
/** 22 samples in buckets of 11: of the first batches three and four ranks have rows each, of the last ones, of four rows, some have none. */
const buckets = { batchSize: 7, lengthBuckets: 2, seed: 7, epochs: 1 } as const

function pretraining(training: TrainingOptions, seed: number): TrainingRun {
  return pretrain({
    tokenizer,
    samples: makeSamples(22, seed),
    model: { encoder: dropping, decoder: { ...dropping, depth: 1 }, headDropout: 0.1 },
    training: { ...buckets, emaDecay: 0.9, ...training },
  })
}

function finetuning(training: TrainingOptions, seed: number): TrainingRun {
  const [samples, evaluated] = [makeSamples(21, seed), makeSamples(7, seed + 1)]
  const labelsOf = (some: readonly Numbers[]) => some.map((_, index) => (index % 2 === 0 ? 'slow' : 'fast'))
  return finetune({
    tokenizer,
    samples,
    labels: labelsOf(samples),
    classWeights: [1, 5],
    labelSmoothing: 0.1,
    model: { encoder: dropping },
    evaluation: { samples: evaluated, labels: labelsOf(evaluated), every: 2, batchSize: 3 },
    training: { ...buckets, batchSize: 8, ...training },
  })
}

/** Samples that are read one by one, each when its batch comes; what evaluations find depends on which prediction is whose. */
function streamed(training: TrainingOptions, seed: number): TrainingRun {
  const [samples, evaluated] = [makeSamples(22, seed), makeSamples(7, seed + 1)]
  const sourceOf = (all: readonly Numbers[]) => ({
    length: all.length,
    tokenCounts: all.map(({ length }) => length),
    sample: async (index: number) => all[index]!,
  })
  const targetsOf = (all: readonly Numbers[]) => all.map((numbers, index) => [numbers[0]! + index])
  return finetune({
    tokenizer,
    samples: sourceOf(samples),
    targets: targetsOf(samples),
    model: { encoder: stack },
    evaluation: { samples: sourceOf(evaluated), targets: targetsOf(evaluated), every: 2, batchSize: 2 },
    training: { ...buckets, ...training },
  })
}

/** Micro-batches on each rank. */
function accumulating(training: TrainingOptions, seed: number): TrainingRun {
  const { gradientAccumulationSteps: parts = 1 } = training
  return pretraining({ batchSize: 8, ...training, gradientAccumulationSteps: 2 * parts }, seed)
}

/** Runs by name, whose data are a function of a seed. */
export const scenarios = { pretraining, finetuning, streamed, accumulating } as const

export type ScenarioName = keyof typeof scenarios
