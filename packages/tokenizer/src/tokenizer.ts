/** The version of the tokenizer contract that this package describes. */
export const SPEC_VERSION = 1

/**
 * Cuts a sample of one modality into tokens with real-valued positions. This is the whole plugin contract.
 *
 * A tokenizer is pure: the same sample gives the same tokens, and the sample is left as it was. Whatever it was fitted
 * on (means, scales, vocabularies) is part of it; `toJSON` hands that out so that it can be saved beside a model.
 *
 * @typeParam Sample what the modality calls a sample: a series, an image, a sound
 */
export interface Tokenizer<Sample> {
  /** Lets the contract change without breaking published plugins: they say which version they follow. */
  readonly specVersion: typeof SPEC_VERSION
  /** Names the tokenizer in messages and in saved configurations, e.g. `timeseries/observations`. */
  readonly name: string
  /** The position axes, in the order of a position's coordinates, e.g. `['channel', 'time']`. At least one. */
  readonly axes: readonly string[]
  /** Values in one token. */
  readonly tokenSize: number
  /**
   * Names and units of what is measured, for whoever shows it. Where positions on one axis are indices of channels, a model may have
   * an embedding for each, found again by its name. Absent: not known.
   */
  readonly channels?: TokenChannels
  /**
   * What the values of a token are, in their order, where not all of them are numbers that are always known: a masked autoencoder of
   * several modalities then learns categories by their probabilities, and nothing from what is missing. Absent: numbers.
   */
  readonly outputs?: readonly TokenOutput[]
  /** True where the tokens of a sample are a set: their positions say nothing, and may all be the same. Default false. */
  readonly unordered?: boolean
  /** The largest number of tokens a sample may give; `tokenize` must not exceed it. Absent: no limit. */
  readonly maxLength?: number
  /**
   * The package that this tokenizer comes from, and its version as it is installed. Both are saved with a model and shown
   * where it meets another tokenizer; they never decide whether a model may be used.
   */
  readonly package?: string
  readonly version?: string
  /**
   * Cuts one sample into at least one token. Throws a `RomaeError` for a sample that it cannot represent, an empty one
   * included. The arrays are the caller's to keep: later calls leave them alone, and calls may overlap in time. Either
   * every call returns tokens or every call returns a promise.
   */
  tokenize(sample: Sample): Tokens | Promise<Tokens>
  /**
   * Turns tokens back into a sample in its own units: the inverse of `tokenize`, as far as the tokens hold it, so that
   * tokenizing the result gives the same tokens. Leaves the tokens as they were.
   */
  detokenize?(tokens: Tokens): Sample | Promise<Sample>
  /**
   * Fills what is missing in a sample: hands the tokens of what is missing and of what is there to `fill`, and puts the values that
   * it gives in their places. The sample is left as it was. Absent: samples of this kind have no gaps that a model could fill.
   */
  fillMissing?(sample: Sample, fill: FillTokens, options: FillingOptions): Promise<Sample>
  /**
   * What can be said of masked values without a model, from the visible ones of the same sample: by a method that is fitted with
   * the tokenizer, such as a smoother. A masked autoencoder then learns what the estimate leaves of the values, and where masked
   * values are filled in, the estimate is added again. It is called for every row of every batch, and leaves the tokens as they
   * were. Absent: models learn the values themselves.
   *
   * @returns `[length, tokenSize]`, finite where `hidden` is 1; elsewhere it is not read
   */
  estimate?(sample: TokensToFill): Float32Array
  /**
   * What fitting found that users should know before they train, such as a mean that one value decides: a sentence each.
   * No part of what `toJSON` gives. Absent or empty: nothing.
   */
  readonly warnings?: readonly { readonly message: string }[]
  /**
   * What is needed to make this tokenizer again: plain JSON data, fitted statistics included. It is saved with a model; the
   * package that exports the tokenizer also exports how to make it again from this data, and gives that function to the
   * conformance suite as `fromJSON`. It is compared where the model is used: a later version of a tokenizer that knows more
   * options leaves those out that have their defaults, so that one made from what an earlier version gave gives the same.
   */
  toJSON?(): unknown
}

/** What some values of a token are that lie one after the other. Together they fill it. */
export type TokenOutput =
  /**
   * Numbers. `known` is the place in the token of a value that is above 0 where they are known, and not where they are missing; absent: they
   * always are.
   */
  | { readonly kind: 'numbers'; readonly size: number; readonly known?: number }
  /**
   * Which of several categories it is, a value for each: that of `yes`, above 0, at the one that it is, and those of `no`, at most 0, at the
   * others. Where it is missing, none is above 0.
   */
  | { readonly kind: 'category'; readonly yes: readonly number[]; readonly no: readonly number[] }
  /** One value: `yes`, above 0, or `no`, at most 0. */
  | { readonly kind: 'binary'; readonly yes: number; readonly no: number }

/** The channels of samples. */
export interface TokenChannels {
  /**
   * One of the tokenizer's axes, whose positions are indices of channels, counted from 0. Absent: no axis is one of channels, as where
   * a token holds a value of each.
   */
  readonly axis?: string
  /** In the order of their indices, no two of them the same. */
  readonly names: readonly string[]
  /** What each is measured in, e.g. `°C`; null where that is not known. As many as names. Absent: of none. */
  readonly units?: readonly (string | null)[]
}

/** The tokens of one sample. */
export interface Tokens {
  /** `[length, tokenSize]`, row-major, finite. */
  readonly values: Float32Array
  /** `[length, axes]`, row-major, finite: one coordinate per axis for each token. */
  readonly positions: Float32Array
  /** Number of tokens. */
  readonly length: number
}

/** Tokens of which some are to be filled in. */
export interface TokensToFill {
  readonly tokens: Tokens
  /** `[length]`: 1 = masked, the value is not read and is filled in; 0 = visible. */
  readonly hidden: Uint8Array
}

/** A model: gives masked tokens values and leaves the others as they are, in the order of `samples`. */
export type FillTokens = (samples: readonly TokensToFill[]) => Promise<readonly Tokens[]>

/** How a sample is filled that is larger than what a model sees. */
export interface FillingOptions {
  /**
   * How much of a sample the model sees at once, in the units of the axis along which samples are cut into windows: of a series,
   * a span of time. That of the samples that it was trained on; the largest number where they were not cut.
   */
  readonly length: number
  /** From one window's start to the next, at most `length`. Default half of it: windows overlap. */
  readonly stride?: number
}

/** Tokens of several samples, padded at the end to a common length. Batch first, row-major. */
export interface TokenBatch {
  /** `[batch, length, tokenSize]`; zero on padding. */
  readonly values: Float32Array
  /** `[batch, axes, length]`: one row per axis; zero on padding. */
  readonly positions: Float32Array
  /** `[batch, length]`: 1 = padding, 0 = a real token. */
  readonly padding: Uint8Array
  readonly batch: number
  readonly length: number
  readonly tokenSize: number
  /** Number of position axes. */
  readonly axes: number
}
