import {
  initializeParameters,
  type PredictionConfig,
  type PredictionLoss,
  type PredictionOptions,
  predictionConfig,
  predictionDropoutSites,
  transferParameters,
} from '@romae/core'
import type { HostTensor, Optimizer } from '@romae/engine'
import { collate, type Tokenizer } from '@romae/tokenizer'
import { rejectUnknownOptions, requireInteger } from './check-options.ts'
import { batchesPerEpoch, makeBuckets } from './data/buckets.ts'
import { classesOf, classIndices } from './data/labels.ts'
import { tokenizeAll } from './data/tokenize.ts'
import { errors } from './errors.ts'
import { checkTokensFit, type PretrainedModel, tokenizerJson } from './model/romae-model.ts'
import { dropoutInputs } from './training/dropout-inputs.ts'
import type { TrainingRun } from './training/events.ts'
import { predictionHostInputs } from './training/host-inputs.ts'
import { trainingLoop } from './training/loop.ts'
import { resolveTraining, type TrainingOptions } from './training/options.ts'
import { predictionProgram } from './training/programs.ts'

/** Sizes and switches of core's `predictionConfig`; token size, axes and outputs come from tokenizer and targets. */
type ModelOptions = Omit<PredictionOptions, 'tokenSize' | 'axes' | 'outputSize' | 'encoder'> &
  Partial<Pick<PredictionOptions, 'encoder'>>

/** What to fine-tune on, from which model, and how. */
export interface FinetuneOptions<Sample> {
  readonly tokenizer: Tokenizer<Sample>
  readonly samples: Iterable<Sample> | AsyncIterable<Sample>
  /** One class name a sample: trains a classifier. */
  readonly labels?: readonly string[]
  /** All class names in the order of the outputs. Default: the distinct labels, sorted. */
  readonly classes?: readonly string[]
  /** One vector of numbers a sample: trains a regression. Give this or `labels`. */
  readonly targets?: readonly ArrayLike<number>[]
  /** A masked autoencoder to start from; without one, training starts from scratch with `model`. */
  readonly pretrained?: PretrainedModel
  /** Without `pretrained` the whole model; with it only what changes, such as dropout rates in `encoder`. */
  readonly model?: ModelOptions
  /** Label smoothing e: the right class counts 1 - e + e / n. Default 0. */
  readonly labelSmoothing?: number
  /** One weight a class. */
  readonly classWeights?: readonly number[]
  /** `carry` (default) the patch projection over from the pre-trained model, or `reinitialize` it as the reference does. */
  readonly projection?: 'carry' | 'reinitialize'
  readonly training: TrainingOptions
}

const optionKeys = [
  'tokenizer',
  'samples',
  'labels',
  'classes',
  'targets',
  'pretrained',
  'model',
  'labelSmoothing',
  'classWeights',
  'projection',
  'training',
]

/** Betas and decay of the paper's fine-tuning (Tables 10, 18). */
const defaultOptimizer: Optimizer = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.05 }

/**
 * Trains an encoder with a head on labelled samples: a classifier with `labels`, a regression with `targets`.
 *
 * @returns events; the last holds the model (see `finish`)
 * @throws RomaeError `TRAINER_*`, `CONFIG_*`, `TOKENIZER_*`, `ENGINE_*`
 */
export async function* finetune<Sample>(options: FinetuneOptions<Sample>): TrainingRun<PredictionConfig> {
  const { tokenizer, training, pretrained } = options
  rejectUnknownOptions('finetune', options, optionKeys)
  const tokens = await tokenizeAll(tokenizer, options.samples)
  const { classes, outputSize, loss, targetsOf } = resolveTargets(options, tokens.length)
  const config = resolveModel(options, outputSize)
  checkTokensFit(config, tokens)
  const lengths = tokens.map(({ length }) => length)
  const buckets = makeBuckets(lengths, requireInteger('buckets', training.buckets ?? 4, 1))
  const perEpoch = batchesPerEpoch(buckets, requireInteger('batchSize', training.batchSize ?? 32, 1))
  const resolved = resolveTraining('finetune.training', training, perEpoch, defaultOptimizer)
  const projection = options.projection ?? 'carry'
  const saved = tokenizerJson(tokenizer)
  return yield* trainingLoop(
    {
      config,
      program: predictionProgram(config, loss),
      initial:
        pretrained === undefined
          ? initializeParameters(config, resolved.seed)
          : transferParameters(config, pretrained.parameters, resolved.seed, { projection }),
      buckets,
      makeInputs({ length, samples }, random) {
        const { tokenSize, axes } = config
        const batch = collate(
          Array.from(samples, (index) => tokens[index]!),
          { tokenSize, axes, length },
        )
        const sites = predictionDropoutSites(config, { batch: batch.batch, length })
        return {
          ...predictionHostInputs(batch, config),
          targets: targetsOf(samples),
          ...dropoutInputs(sites, random.fork('dropout')),
        }
      },
      makeModel: (parameters) => ({ config, parameters, tokenizer: saved, classes }),
    },
    resolved,
    training,
  )
}

function resolveModel<Sample>(options: FinetuneOptions<Sample>, outputSize: number): PredictionConfig {
  const { tokenizer, pretrained, model } = options
  if (pretrained === undefined) {
    return predictionConfig({
      encoder: 'tiny-shallow',
      ...model,
      tokenSize: tokenizer.tokenSize,
      axes: tokenizer.axes.length,
      outputSize,
    })
  }
  const { task, decoder, normalizeTargets, lossAverage, ...backbone } = pretrained.config
  if (typeof model?.encoder === 'string') {
    throw errors.TRAINER_OPTION({
      key: 'model.encoder',
      got: model.encoder,
      expected: 'left out or an object of rates: the size is the pre-trained model’s',
    })
  }
  return predictionConfig({ ...backbone, ...model, encoder: { ...backbone.encoder, ...model?.encoder }, outputSize })
}

/** What the outputs are compared with. */
interface Targets {
  readonly classes: readonly string[] | null
  readonly outputSize: number
  readonly loss: PredictionLoss
  targetsOf(samples: Int32Array): HostTensor
}

function resolveTargets<Sample>(options: FinetuneOptions<Sample>, samples: number): Targets {
  const { labels, targets } = options
  if ((labels === undefined) === (targets === undefined)) {
    const got = labels === undefined ? 'neither' : 'both'
    throw errors.TRAINER_OPTION({ key: 'labels or targets', got, expected: 'given, one of the two' })
  }
  return labels === undefined ? regressionTargets(targets!, samples) : classTargets(options, labels, samples)
}

function classTargets<Sample>(options: FinetuneOptions<Sample>, labels: readonly string[], samples: number): Targets {
  if (labels.length !== samples) {
    throw errors.TRAINER_COUNT_MISMATCH({ what: 'labels', expected: samples, got: labels.length })
  }
  const classes = options.classes ?? classesOf(labels)
  const indices = classIndices(labels, classes)
  const { labelSmoothing: smoothing = 0, classWeights } = options
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw errors.TRAINER_OPTION({ key: 'labelSmoothing', got: smoothing, expected: 'a number in [0, 1)' })
  }
  if (classWeights !== undefined && classWeights.length !== classes.length) {
    const expected = `one weight for each of the ${classes.length} classes`
    throw errors.TRAINER_OPTION({ key: 'classWeights', got: `${classWeights.length} weights`, expected })
  }
  return {
    classes,
    outputSize: classes.length,
    loss: { kind: 'crossEntropy', smoothing, ...(classWeights === undefined ? {} : { classWeights }) },
    targetsOf: (batch) => ({ data: Int32Array.from(batch, (sample) => indices[sample]!), shape: [batch.length] }),
  }
}

function regressionTargets(targets: readonly ArrayLike<number>[], samples: number): Targets {
  if (targets.length !== samples) {
    throw errors.TRAINER_COUNT_MISMATCH({ what: 'targets', expected: samples, got: targets.length })
  }
  const outputSize = targets[0]!.length
  const uneven = targets.findIndex(({ length }) => length !== outputSize)
  if (uneven !== -1 || outputSize === 0) {
    const got = uneven === -1 ? 'empty vectors' : `${targets[uneven]!.length} numbers for sample ${uneven}`
    throw errors.TRAINER_OPTION({ key: 'targets', got, expected: `vectors of one length (sample 0 has ${outputSize})` })
  }
  return {
    classes: null,
    outputSize,
    loss: { kind: 'meanSquaredError' },
    targetsOf(batch) {
      const data = new Float32Array(batch.length * outputSize)
      batch.forEach((sample, row) => {
        data.set(Array.from(targets[sample]!), row * outputSize)
      })
      return { data, shape: [batch.length, outputSize] }
    },
  }
}
