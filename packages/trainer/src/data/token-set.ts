import type { Tokens } from '@romae/tokenizer'
import type { SampleTokens } from './sample-tokens.ts'

/** A data set as training reads it. */
export interface TokenSet<Read extends SampleTokens = Tokens> {
  /** How many tokens each sample has, or at most has. */
  readonly lengths: readonly number[]
  /** Of several modalities, how many each sample has of each; null for one modality. */
  readonly partLengths: readonly (readonly number[])[] | null
  /** What the fingerprint is a hash of. */
  readonly hashed: readonly (string | Uint8Array)[]
  /** The tokens of some samples, spread over all: to look at. */
  readonly some: readonly Read[]
  /** The tokens of some samples, in their order, as they are in an epoch (from 1). */
  read(samples: Int32Array, epoch: number): Promise<readonly Read[]>
  /** Ends what reads samples. */
  close(): Promise<void>
}
