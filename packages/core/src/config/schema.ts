import { count, fraction, type Schema, value } from '@romae/internal/options'
import { likelihoodOption } from '../likelihoods/likelihood.ts'
import type { ModalityConfig } from './modality.ts'

/** Which axis of the positions tells channels apart, and how a model with an embedding for each reads it. */
export interface ChannelEmbedding {
  /** The axis whose positions are indices into `names`. */
  readonly axis: number
  /** One for each channel, no two of them the same: by them channels are found again in another model. */
  readonly names: readonly string[]
  /** Whether the axis is also one of the rotary ones, as it is without an embedding. */
  readonly rotary: boolean
}

/** The most blocks: a file that asks for a billion would fill the memory with their names before its weights are looked at. */
const deepest = 4096

const rate = { kind: 'number', least: 0, below: 1, default: 0 } as const

/** The options of a stack that are plain data, beside its size: kind, bounds, default and help of each. */
export const encoderOptions = {
  normEpsilon: { kind: 'number', above: 0, below: 1, default: 1e-12, help: 'epsilon of RMSNorm, as in the reference' },
  stochasticDepth: {
    ...rate,
    help: 'probability to skip the last block; the first is never skipped, linear in between',
  },
  hiddenDropout: { ...rate, help: 'after the second linear layer of the MLP' },
  attentionDropout: { ...rate, help: 'on attention probabilities' },
  attentionOutputDropout: { ...rate, help: 'after the output projection of the attention' },
  positionDropout: { ...rate, help: 'on the embedded input, on mask tokens, and on rotated queries and keys' },
} as const satisfies Schema

export const stackSchema = {
  ...encoderOptions,
  dModel: {
    ...count,
    required: true,
    help: 'width of the residual stream: divisible by `heads`; with rotary positions `dModel / heads` is even, and at least 2 x axes',
  },
  heads: { ...count, required: true, help: 'attention heads' },
  depth: { ...count, most: deepest, required: true, help: 'number of blocks' },
  feedForward: { ...count, help: 'width of the MLP; 4 x `dModel` by default' },
} as const satisfies Schema

/** What every model may be given beside its token size, axes and stacks, as plain data. */
export const backboneOptions = {
  cls: {
    kind: 'flag',
    default: true,
    help: 'a learned [CLS] token at position 0; without it, only differences of positions matter',
  },
  positionEncoding: {
    kind: 'choice',
    of: ['rope', 'absolute', 'none'],
    default: 'rope',
    help:
      '`rope`: continuous axial rotary positions; `absolute`: sin/cos of the token’s index, the baseline, which ignores ' +
      'positions; `none`: no positions',
  },
  ropeFraction: { ...fraction, default: 0.75, help: 'p of p-RoPE: the fraction of pairs that rotate' },
  ropeKeep: {
    kind: 'choice',
    of: ['fastest', 'slowest'],
    default: 'fastest',
    help: 'which of them rotate: `fastest` as in the reference’s code, `slowest` as in its paper',
  },
  ropeMinimumPairs: {
    kind: 'choice',
    of: [0, 1],
    default: 1,
    help:
      'the fewest pairs of an axis that rotate when p > 0: 1, so that every model sees positions; 0: the rule of the ' +
      'reference, which rounds p x pairs down, to nothing where an axis has a single pair',
  },
  ropeBase: {
    kind: 'list',
    item: { kind: 'number', above: 1, most: 1e9 },
    help:
      'the base of the timescales of each axis that rotates: pair j turns by position / base^(2j / dimension); 10,000 for all ' +
      'by default, as in the paper (eq. 2). Samples that span little need less: `fittedBase`',
  },
  channelEmbedding: {
    kind: value<ChannelEmbedding>(),
    expected: 'an object of axis, names and rotary',
    help:
      'a learned vector for each channel, added to its tokens and to its mask tokens: the axis whose positions are indices of ' +
      'channels, their names, and whether that axis rotates too. Not in the reference, and left out by default',
  },
  modalities: {
    kind: value<readonly ModalityConfig[]>(),
    test: Array.isArray,
    expected: 'a list of modalities: name, tokenSize and axes of each',
    help:
      'of a model of several modalities: the name of each, the size of its tokens and the model’s axes that its positions are on. ' +
      'Not in the reference; left out, the model has one modality and no names',
  },
  headDropout: { ...rate, help: 'dropout at the start of the head' },
  tubelet: {
    kind: 'list',
    item: count,
    default: [1, 1, 1],
    help: 'how values were cut into tokens, along each axis of the data; kept for checkpoints of the reference',
  },
  maxLength: { ...count, default: 1500, help: 'longest sequence; kept for checkpoints of the reference' },
} as const satisfies Schema

export const sizesSchema = {
  tokenSize: { ...count, required: true, help: 'values in one token; of several modalities, the largest' },
  axes: { ...count, required: true, help: 'position axes; of several modalities, those of all' },
} as const satisfies Schema

/** What masked autoencoders have besides, as plain data. */
export const pretrainingOptions = {
  normalizeTargets: {
    kind: 'flag',
    default: false,
    help: 'whether each token’s target values are standardised by their own mean and (unbiased) variance',
  },
  residualTargets: {
    kind: 'flag',
    help: 'whether targets are what a tokenizer’s `estimate` leaves of masked values: set by the trainer where it has one',
  },
  likelihood: {
    ...likelihoodOption,
    help:
      'what the model says of a masked value. `squaredError` by default, as in the paper, and `huber`, squared up to 1 and absolute ' +
      'beyond, are of one number. `gaussian` (`scaleFloor`), `studentT` (`degreesOfFreedom`, `scaleFloor`) and `quantiles` ' +
      '(`levels`) say how sure it is, too',
  },
  lossAverage: {
    kind: 'choice',
    of: ['masked', 'reference'],
    default: 'masked',
    help:
      '`masked`: the loss is the mean over real masked tokens; `reference`: masked padding counts as zero error but stays in ' +
      'the denominator, as in the reference',
  },
} as const satisfies Schema

/** What encoders with a head have besides, as plain data. */
export const predictionOptions = {
  pooling: {
    kind: 'choice',
    of: ['cls', 'mean', 'token'],
    help:
      'what the head reads: `cls` (by default with [CLS]), `mean` of the real tokens (by default without, as in the paper, ' +
      'A.2), or each `token`',
  },
} as const satisfies Schema

export const outputSize = {
  ...count,
  required: true,
  help: 'numbers that the head puts out: classes, or regression targets',
} as const
