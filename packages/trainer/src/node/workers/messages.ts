import type { Pass } from '../../data/sample-source.ts'
import type { DescribedTokenizer } from '../../model/tokenizer-record.ts'
import type { SentError } from '../../sent-error.ts'
import type { DataModule } from './data-module.ts'
import type { PackedTokens } from './packed-tokens.ts'

/** What a worker is started with. */
export interface WorkerTask extends DataModule {
  /** Number of samples in the thread that asks: a worker that finds another number has other data. */
  readonly length: number
  /** The tokenizer of the thread that asks: a worker that makes another one is refused. */
  readonly tokenizer: DescribedTokenizer
}

/** Asks for the tokens of some samples. */
export interface ReadRequest {
  readonly id: number
  readonly indices: readonly number[]
  readonly pass: Pass
}

export type ReadAnswer =
  | { readonly id: number; readonly tokens: PackedTokens }
  | { readonly id: number; readonly error: SentError }
