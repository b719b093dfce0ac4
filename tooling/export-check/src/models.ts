import { createRandom, type PredictionOptions, type PretrainingOptions } from '@romae/core'
import type { Engine } from '@romae/engine'
import type { Tokenizer, Tokens } from '@romae/tokenizer'
import { finetune, pretrain, type RomaeModel, runToEnd } from '@romae/trainer/node'

/** What `exportOnnx` makes a file of. */
export type Part = 'encoder' | 'predictor' | 'imputer'

/** A trained model, and which of its parts are exported. */
export interface NamedModel {
  readonly name: string
  readonly model: RomaeModel
  readonly parts: readonly Part[]
}

const tokenSize = 3
const steps = 3
const encoder = { dModel: 24, heads: 2, depth: 2 }
const decoder = { dModel: 12, heads: 1, depth: 1 }

const quantiles = { kind: 'quantiles', levels: [0.05, 0.25, 0.5, 0.75, 0.95] } as const
const studentT = { kind: 'studentT' } as const

type Changes = Partial<Pick<PretrainingOptions & PredictionOptions, 'cls' | 'positionEncoding' | 'likelihood'>>

/** Models of every kind that `exportOnnx` tells apart, trained for a few steps, so that no weight is what it began as. */
export async function trainModels(engine: Engine): Promise<NamedModel[]> {
  const pretrained = (axes: number, changes: Changes) =>
    runToEnd(pretrain({ ...data(axes), model: { encoder, decoder, ...changes }, training: training(engine) }))
  const labels = data(1).samples.map((_, index) => 'abc'.charAt(index % 3))
  const targets = data(1).samples.map((_, index) => [Math.sin(index), Math.cos(index)])
  const finetuned = (axes: number, goal: { labels: string[] } | { targets: number[][] }, changes: Changes) =>
    runToEnd(finetune({ ...data(axes), ...goal, model: { encoder, ...changes }, training: training(engine) }))
  const withDecoder = ['encoder', 'imputer'] as const
  const withHead = ['encoder', 'predictor'] as const
  return [
    { name: 'autoencoder-1-axis', model: await pretrained(1, {}), parts: withDecoder },
    { name: 'autoencoder-3-axes-no-cls', model: await pretrained(3, { cls: false }), parts: withDecoder },
    { name: 'autoencoder-absolute', model: await pretrained(1, { positionEncoding: 'absolute' }), parts: withDecoder },
    { name: 'autoencoder-no-positions', model: await pretrained(2, { positionEncoding: 'none' }), parts: withDecoder },
    { name: 'autoencoder-quantiles', model: await pretrained(1, { likelihood: quantiles }), parts: ['imputer'] },
    { name: 'autoencoder-student-t', model: await pretrained(2, { likelihood: studentT }), parts: ['imputer'] },
    { name: 'classifier-2-axes', model: await finetuned(2, { labels }, {}), parts: withHead },
    {
      name: 'classifier-absolute-no-cls',
      model: await finetuned(1, { labels }, { positionEncoding: 'absolute', cls: false }),
      parts: withHead,
    },
    { name: 'regression-3-axes', model: await finetuned(3, { targets }, {}), parts: withHead },
    { name: 'regression-1-axis-no-cls', model: await finetuned(1, { targets }, { cls: false }), parts: withHead },
  ]
}

const training = (engine: Engine) => ({
  steps,
  batchSize: 6,
  learningRate: 1e-2,
  warmupSteps: 0,
  lengthBuckets: 1,
  seed: 1,
  engine,
})

function data(axes: number): { readonly tokenizer: Tokenizer<Tokens>; readonly samples: Tokens[] } {
  const random = createRandom(axes, 'export-check')
  const samples = Array.from({ length: 6 }, (_, index): Tokens => {
    const length = 8 + index
    return {
      values: Float32Array.from({ length: length * tokenSize }, () => random.normal()),
      positions: Float32Array.from({ length: length * axes }, () => 9 * random.uniform()),
      length,
    }
  })
  const tokenizer: Tokenizer<Tokens> = {
    specVersion: 1,
    name: 'as-they-are',
    axes: ['x', 'y', 'z'].slice(0, axes),
    tokenSize,
    tokenize: (tokens) => tokens,
    toJSON: () => ({ name: 'as-they-are', axes }),
  }
  return { tokenizer, samples }
}
