import type { Tokens } from '@romae/tokenizer'

/** A data set as training reads it. */
export interface TokenSet {
  /** How many tokens each sample has, or at most has. */
  readonly lengths: readonly number[]
  /** What the fingerprint is a hash of. */
  readonly hashed: readonly (string | Uint8Array)[]
  /** The tokens of some samples, spread over all: to look at. */
  readonly some: readonly Tokens[]
  /** The tokens of some samples, in their order, as they are in an epoch (from 1). */
  read(samples: Int32Array, epoch: number): Promise<readonly Tokens[]>
  /** Ends what reads samples. */
  close(): Promise<void>
}
