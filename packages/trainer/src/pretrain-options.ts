import type { PretrainingOptions } from '@romae/core'
import type { AdamWOptions } from '@romae/engine'
import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import type { AnyTokenizer } from './data/sample-tokens.ts'
import type { Samples } from './data/samples.ts'
import { errors } from './errors.ts'
import type { EvaluationOptions } from './evaluation/evaluation-options.ts'
import type { FittedModelOptions } from './model/fitted-model.ts'
import { otherTokenizer } from './model/match-tokenizer.ts'
import type { RomaeModel } from './model/romae-model.ts'
import type { PretrainMaskPattern } from './training/mask-patterns.ts'
import type { TrainingOptions } from './training/options.ts'

/** The options of `pretrain` that are plain data: kind, bounds, default and help of each. */
export const pretrainOptions = {
  maskRatio: {
    kind: 'number',
    above: 0,
    most: 1,
    default: 0.75,
    help: 'fraction of each sample’s tokens that are masked',
  },
  maskTogether: {
    kind: 'text',
    help:
      'an axis of the tokenizer: tokens at one position on it are masked together. `time` masks all that was observed at a ' +
      'time, for a model that is to fill in times at which nothing is known. Default: every token by itself',
  },
  maskRatioUpTo: {
    kind: 'number',
    above: 0,
    most: 1,
    help:
      'each sample draws a ratio of its own from `maskRatio` to this, at every step; a step then computes as many visible tokens as ' +
      'the lower ratio leaves, and as many masked ones as the upper one hides',
  },
  otherTokenizer: { ...otherTokenizer, needs: 'from' },
} as const satisfies Schema

/** The options of `pretrain` for a tokenizer of several modalities. */
export const pretrainSetOptions = {
  maskRatios: {
    kind: 'record',
    item: { kind: 'number', least: 0, most: 1 },
    help:
      'of several modalities, by name: the fraction of each one’s tokens that is masked, `maskRatio` for those that are left out. Of a ' +
      'modality of one token a sample, any ratio above 0 masks it: give it 0, and `hideModality`',
  },
  hideModality: {
    kind: 'number',
    least: 0,
    most: 1,
    help:
      'of several modalities: the share of batches in which one of them, drawn at random, is masked as a whole and the others are not ' +
      'masked. What it learns to reconstruct, it has to tell from them. Default 0',
  },
  fromModalities: {
    ...checkedElsewhere<Readonly<Record<string, RomaeModel>>>(),
    excludes: 'from',
    help:
      'of several modalities, by name: a pre-trained model of that modality, or of several with it, whose projection, mask token and ' +
      'head it starts from; modalities that are left out begin anew',
  },
  encoderFrom: {
    kind: 'text',
    needs: 'fromModalities',
    help: 'the modality whose model gives encoder, decoder and [CLS]; default: the first of `fromModalities`',
  },
  lossWeights: {
    kind: 'record',
    item: { kind: 'number', least: 0 },
    help: 'of several modalities, by name: what the mean error of each one’s masked tokens counts in the loss; default 1',
  },
} as const satisfies Schema

export const pretrainSchema = {
  ...pretrainSetOptions,
  maskPatterns: {
    ...checkedElsewhere<readonly PretrainMaskPattern[]>(),
    excludes: 'maskTogether',
    help:
      'what is masked together, for a model that is to fill gaps like its data’s: scattered values, gaps of stated lengths in one ' +
      'channel or in all, the end; each sample draws one by their shares',
  },
  tokenizer: {
    ...checkedElsewhere<unknown>(),
    help: 'of one modality, or `tokenizerSet` of several: a model then has a projection, a mask token and a head for each',
  },
  samples: { ...checkedElsewhere<unknown>(), help: 'in memory, or a `SampleSource` that is read as training goes' },
  model: {
    ...checkedElsewhere<PretrainModelOptions>(),
    excludes: 'from',
    help: 'sizes and switches of core’s `pretrainingConfig`; token size and axes are the tokenizer’s; default: tiny-shallow',
  },
  training: { ...checkedElsewhere<TrainingOptions>(), required: true, help: 'how to train' },
  ...pretrainOptions,
  evaluation: {
    ...checkedElsewhere<unknown>(),
    help: 'of the masked loss on other samples as training goes; what is masked is the same each time, drawn or stated by `masks`',
  },
  from: {
    ...checkedElsewhere<RomaeModel>(),
    help:
      'a pre-trained model to go on from; its configuration is kept, so that the tokenizer has to have its token size and ' +
      'number of axes',
  },
} as const satisfies Schema

export type PretrainModelOptions = Omit<PretrainingOptions, 'tokenSize' | 'axes' | 'encoder'> &
  Partial<Pick<PretrainingOptions, 'encoder'>> &
  FittedModelOptions

/** What to pre-train on, which model, and how. */
export interface PretrainOptions<Sample>
  extends Omit<OptionsOf<typeof pretrainSchema>, 'tokenizer' | 'samples' | 'evaluation'> {
  readonly tokenizer: AnyTokenizer<Sample>
  readonly samples: Samples<Sample>
  readonly evaluation?: PretrainEvaluationOptions<Sample>
}

/** How a pre-training is evaluated as it goes. */
export interface PretrainEvaluationOptions<Sample> extends EvaluationOptions<Sample> {
  /**
   * Which tokens of each held-out sample are masked, in place of a draw: `[sample][token]`, 1 = masked. At least one of each sample
   * is, and one is not. With it a sample may hold values that training also sees, as neighbours of those to be predicted. Of one
   * modality alone.
   */
  readonly masks?: readonly Uint8Array[]
}

/** Betas and decay of the paper's pre-training (Tables 10, 11, 13, 18). */
export const pretrainOptimizer: AdamWOptions = { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 }

/**
 * Options that cannot be given with these tokenizers.
 *
 * @throws RomaeError `TRAINER_OPTION`
 */
export function requireNone(options: object, keys: readonly string[], rule: string): void {
  const key = keys.find((one) => (options as Readonly<Record<string, unknown>>)[one] !== undefined)
  if (key !== undefined) throw errors.TRAINER_OPTION({ of: 'pretrain', key, rule })
}
