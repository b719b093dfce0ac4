/** One stack of transformer blocks: the encoder or the decoder. */
export interface EncoderConfig {
  /** Width of the residual stream. Divisible by `heads`; with rotary positions `dModel / heads` is even, and at least 2 x axes. */
  readonly dModel: number
  /** Attention heads. */
  readonly heads: number
  /** Number of blocks. */
  readonly depth: number
  /** Hidden width of the MLP. Default 4 x `dModel`. */
  readonly feedForward: number
  /** The epsilon of RMSNorm. Default 1e-12, as in the reference. */
  readonly normEpsilon: number
  /** Stochastic depth: the last block is dropped with this probability, the first never, linearly in between. */
  readonly stochasticDepth: number
  /** Dropout after the second linear layer of the MLP. */
  readonly hiddenDropout: number
  /** Dropout on the attention probabilities. */
  readonly attentionDropout: number
  /** Dropout after the output projection of the attention. */
  readonly attentionOutputDropout: number
  /** Dropout on the embedded input, and on queries and keys after their rotation. */
  readonly positionDropout: number
}

/** What pre-training and prediction models have in common. */
export interface BackboneConfig {
  /** Values in one token. */
  readonly tokenSize: number
  /** Position axes. */
  readonly axes: number
  readonly encoder: EncoderConfig
  /** Whether a learned [CLS] token, at position 0 on every axis, stands before the others. */
  readonly cls: boolean
  /**
   * `rope`: continuous axial rotary positions. `absolute`: sin/cos of the token's index, the baseline, which ignores
   * positions. `none`: no positions.
   */
  readonly positionEncoding: 'rope' | 'absolute' | 'none'
  /** The p of p-RoPE: the fraction of pairs that rotate, in [0, 1]. Default 0.75. */
  readonly ropeFraction: number
  /**
   * Which pairs rotate when p < 1. `fastest`: those of the largest angles, as in the reference's code and in the work
   * it follows. `slowest`: those of the smallest, as the paper's text says. Default `fastest`.
   */
  readonly ropeKeep: 'fastest' | 'slowest'
  /**
   * The fewest pairs of each axis that rotate when p > 0. 1: at least one, so that every model sees positions. 0: the
   * reference's rule, which rounds p x pairs down, to nothing where an axis has a single pair. Default 1.
   */
  readonly ropeMinimumPairs: 0 | 1
  /** Dropout at the start of the head. */
  readonly headDropout: number
  /**
   * How values were cut into tokens, for checkpoints in the reference's format: the patch size along each axis of the
   * data. `tokenSize` is the product times the channels. Default `[1, 1, 1]`: a token is the channels of one point.
   */
  readonly tubelet: readonly number[]
  /** Longest sequence, kept for the reference's format only. Default 1500. */
  readonly maxLength: number
}

/** A masked autoencoder: encoder, decoder and reconstruction head. */
export interface PretrainingConfig extends BackboneConfig {
  readonly task: 'pretraining'
  readonly decoder: EncoderConfig
  /** Whether each token's target values are standardised by their own mean and (unbiased) variance. */
  readonly normalizeTargets: boolean
  /**
   * `masked`: the loss is the mean over real masked tokens. `reference`: masked padding counts as zero error but
   * stays in the denominator, as in the reference.
   */
  readonly lossAverage: 'masked' | 'reference'
}

/** An encoder with a linear head: classification, regression, or one output per token. */
export interface PredictionConfig extends BackboneConfig {
  readonly task: 'prediction'
  /** Numbers that the head puts out: classes, or regression targets. */
  readonly outputSize: number
  /** What the head reads: the [CLS] output, the mean of the real tokens' outputs, or every token (one output each). */
  readonly pooling: 'cls' | 'mean' | 'token'
}

export type RomaeConfig = PretrainingConfig | PredictionConfig
