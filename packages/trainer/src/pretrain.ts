import {
  initializeParameters,
  type PretrainingConfig,
  type PretrainingOptions,
  pretrainingConfig,
  pretrainingDropoutSites,
  sampleMask,
  splitByMask,
} from '@romae/core'
import type { Optimizer } from '@romae/engine'
import { collate, type Tokenizer } from '@romae/tokenizer'
import { rejectUnknownOptions, requireInteger } from './check-options.ts'
import { batchesPerEpoch, makeBuckets } from './data/buckets.ts'
import { tokenizeAll } from './data/tokenize.ts'
import { checkTokensFit, type PretrainedModel, tokenizerJson } from './model/romae-model.ts'
import { dropoutInputs } from './training/dropout-inputs.ts'
import type { TrainingRun } from './training/events.ts'
import { pretrainingHostInputs } from './training/host-inputs.ts'
import { trainingLoop } from './training/loop.ts'
import { resolveTraining, type TrainingOptions } from './training/options.ts'
import { pretrainingProgram } from './training/programs.ts'

/** What to pre-train on, which model, and how. */
export interface PretrainOptions<Sample> {
  readonly tokenizer: Tokenizer<Sample>
  readonly samples: Iterable<Sample> | AsyncIterable<Sample>
  /** The model: sizes and switches of core's `pretrainingConfig`; token size and axes come from the tokenizer. */
  readonly model?: Omit<PretrainingOptions, 'tokenSize' | 'axes' | 'encoder'> &
    Partial<Pick<PretrainingOptions, 'encoder'>>
  readonly training: TrainingOptions
  /** Fraction of each sample's tokens that are hidden, in (0, 1]. Default 0.75. */
  readonly maskRatio?: number
  /** Goes on from a model instead of starting afresh; its configuration is kept. */
  readonly from?: PretrainedModel
}

/** Betas and decay of the paper's pre-training (Tables 10, 11, 13, 18). */
const defaultOptimizer: Optimizer = { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 }

/**
 * Pre-trains a masked autoencoder: hides a fraction of each sample's tokens, learns to reconstruct them.
 *
 * @returns events; the last holds the model (see `finish`)
 * @throws RomaeError `TRAINER_*`, `CONFIG_*`, `MASK_*`, `TOKENIZER_*`, `ENGINE_*`
 */
export async function* pretrain<Sample>(options: PretrainOptions<Sample>): TrainingRun<PretrainingConfig> {
  const { tokenizer, training, from } = options
  rejectUnknownOptions('pretrain', options, ['tokenizer', 'samples', 'model', 'training', 'maskRatio', 'from'])
  const ratio = options.maskRatio ?? 0.75
  const tokens = await tokenizeAll(tokenizer, options.samples)
  const config =
    from?.config ??
    pretrainingConfig({
      encoder: 'tiny-shallow',
      ...options.model,
      tokenSize: tokenizer.tokenSize,
      axes: tokenizer.axes.length,
    })
  checkTokensFit(config, tokens)
  const lengths = tokens.map(({ length }) => length)
  const buckets = makeBuckets(lengths, requireInteger('buckets', training.buckets ?? 4, 1))
  const perEpoch = batchesPerEpoch(buckets, requireInteger('batchSize', training.batchSize ?? 32, 1))
  const resolved = resolveTraining('pretrain.training', training, perEpoch, defaultOptimizer)
  const saved = tokenizerJson(tokenizer)
  return yield* trainingLoop(
    {
      config,
      program: pretrainingProgram(config),
      initial: from?.parameters ?? initializeParameters(config, resolved.seed),
      buckets,
      makeInputs({ length, samples }, random) {
        const { tokenSize, axes } = config
        const batch = collate(
          Array.from(samples, (index) => tokens[index]!),
          { tokenSize, axes, length },
        )
        const split = splitByMask(batch, sampleMask(batch.padding, batch, { ratio }, random.fork('mask')), config)
        const { visibleCount: visible, maskedCount: masked } = split
        const sites = pretrainingDropoutSites(config, { batch: batch.batch, visible, masked })
        return { ...pretrainingHostInputs(split, tokenSize), ...dropoutInputs(sites, random.fork('dropout')) }
      },
      makeModel: (parameters) => ({ config, parameters, tokenizer: saved, classes: null }),
    },
    resolved,
    training,
  )
}
