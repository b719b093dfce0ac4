import { admits, describeOption, type Schema } from '@romae/internal/options'
import type { Tokens } from '@romae/tokenizer'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'
import { bytesOf, tokenBytes } from './fingerprint.ts'
import type { Pass, SampleSource } from './sample-source.ts'
import type { TokenSet } from './token-set.ts'

const count = { kind: 'integer', least: 1, required: true } as const
const counts = { tokenCounts: { kind: 'list', item: count, required: true } } as const satisfies Schema

/** What a source says about its samples. */
type SourceDescription = Pick<SampleSource<never>, 'length' | 'tokenCounts' | 'fingerprint'>

/** Reads and tokenizes some samples. */
export interface TokenReader {
  read(indices: readonly number[], pass: Pass): Promise<readonly Tokens[]>
  close(): Promise<void>
}

/** Samples that are compared to know a data set again. */
const compared = 8
/** Samples that are read at a time to count their tokens. */
const countedTogether = 64

/**
 * A source as a data set, of which nothing is held.
 *
 * @throws RomaeError `TRAINER_NO_SAMPLES`, `TRAINER_OPTION`, and what the reader throws
 */
export async function streamedTokens(source: SourceDescription, reader: TokenReader, seed: number): Promise<TokenSet> {
  const { length, fingerprint = '' } = source
  if (length === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the data set' })
  if (!admits(count, length)) {
    throw errors.TRAINER_OPTION({ of: 'samples', key: 'length', got: length, expected: describeOption(count) })
  }
  const before = { seed, epoch: 0 }
  const lengths = source.tokenCounts === undefined ? await countTokens(length, reader, before) : givenCounts(source)
  const some = await reader.read(spread(length, compared), before)
  checkCounts(some, spread(length, compared), lengths, before)
  return {
    lengths,
    some,
    hashed: [`${length} samples:${fingerprint}:`, bytesOf(Int32Array.from(lengths)), ...some.flatMap(tokenBytes)],
    async read(samples, epoch) {
      const indices = [...samples]
      const tokens = await reader.read(indices, { seed, epoch })
      checkCounts(tokens, indices, lengths, { seed, epoch })
      return tokens
    },
    close: () => reader.close(),
  }
}

async function countTokens(length: number, reader: TokenReader, pass: Pass): Promise<number[]> {
  const counts: number[] = []
  while (counts.length < length) {
    const size = Math.min(countedTogether, length - counts.length)
    const first = counts.length
    const tokens = await reader.read(
      Array.from({ length: size }, (_, index) => first + index),
      pass,
    )
    counts.push(...tokens.map((one) => one.length))
  }
  return counts
}

function givenCounts({ length, tokenCounts }: SourceDescription): number[] {
  const given = typeof tokenCounts === 'number' ? new Array<number>(length).fill(tokenCounts) : Array.from(tokenCounts!)
  if (given.length !== length) {
    throw errors.TRAINER_COUNT_MISMATCH({ what: 'samples.tokenCounts', expected: length, got: given.length })
  }
  const { tokenCounts: checked } = readOptions('samples', counts, { tokenCounts: given })
  return [...checked]
}

/** A batch is padded to what was said of its samples: one that is longer has no place. */
function checkCounts(
  tokens: readonly Tokens[],
  indices: readonly number[],
  lengths: readonly number[],
  { epoch }: Pass,
): void {
  for (const [place, { length: got }] of tokens.entries()) {
    const sample = indices[place]!
    const expected = lengths[sample]!
    if (got > expected) throw errors.TRAINER_TOKEN_COUNT({ sample, epoch, expected, got })
  }
}

/** At most so many indices from the first to the last, evenly apart. */
export function spread(length: number, most: number): number[] {
  const count = Math.min(most, length)
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - 1)) / Math.max(1, count - 1)))
}
