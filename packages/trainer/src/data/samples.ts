import type { DescribedTokenizer } from '../model/tokenizer-record.ts'
import type { SampleSource } from './sample-source.ts'
import type { TokenReader } from './streamed-tokens.ts'

/** By which samples are known that come as tokens: any copy of this package knows those of any other. */
export const tokenized: unique symbol = Symbol.for('@romae/trainer/tokenized') as never

/** Samples that somebody else reads and tokenizes, such as the workers of `tokenizeInWorkers`. */
export interface TokenizedSamples extends Pick<SampleSource<never>, 'length' | 'tokenCounts' | 'fingerprint'> {
  /** @internal */
  readonly [tokenized]: {
    readonly reader: TokenReader
    /** Of the tokenizer that makes the tokens, whichever a run is given. */
    readonly madeBy: DescribedTokenizer
  }
}

/** What a data set can be given as. */
export type Samples<Sample> = Iterable<Sample> | AsyncIterable<Sample> | SampleSource<Sample> | TokenizedSamples

export function isTokenized(samples: unknown): samples is TokenizedSamples {
  return typeof samples === 'object' && samples !== null && tokenized in samples
}
