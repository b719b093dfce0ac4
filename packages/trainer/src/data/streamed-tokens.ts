import { admits, describeOption, type Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'
import { bytesOf, tokenBytes } from './fingerprint.ts'
import type { Pass, SampleSource } from './sample-source.ts'
import { allPartLengths, partLengths, type SampleTokens } from './sample-tokens.ts'
import type { TokenSet } from './token-set.ts'

const count = { kind: 'integer', least: 1, required: true } as const
const counts = { tokenCounts: { kind: 'list', item: count, required: true } } as const satisfies Schema

/** What a source says about its samples. */
type SourceDescription = Pick<SampleSource<never>, 'length' | 'tokenCounts' | 'fingerprint'>

/** Reads and tokenizes some samples. */
export interface TokenReader<Read extends SampleTokens = SampleTokens> {
  read(indices: readonly number[], pass: Pass): Promise<readonly Read[]>
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
export async function streamedTokens<Read extends SampleTokens>(
  source: SourceDescription,
  reader: TokenReader<Read>,
  seed: number,
): Promise<TokenSet<Read>> {
  const { length, fingerprint = '' } = source
  if (length === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the data set' })
  if (!admits(count, length)) {
    throw errors.TRAINER_OPTION({ of: 'samples', key: 'length', got: length, expected: describeOption(count) })
  }
  const before = { seed, epoch: 0 }
  const counted = source.tokenCounts === undefined ? await countTokens(length, reader, before) : givenCounts(source)
  const some = await reader.read(spread(length, compared), before)
  if (counted.ofParts === null && some.some((tokens) => partLengths(tokens) !== null)) {
    const rule = 'cannot be given for samples of several modalities, which are counted one by one: leave it out'
    throw errors.TRAINER_OPTION({ of: 'samples', key: 'tokenCounts', rule })
  }
  checkCounts(some, spread(length, compared), counted, before)
  const { lengths, ofParts } = counted
  return {
    lengths,
    partLengths: ofParts,
    some,
    hashed: [`${length} samples:${fingerprint}:`, bytesOf(Int32Array.from(lengths)), ...some.flatMap(tokenBytes)],
    async read(samples, epoch) {
      const indices = [...samples]
      const tokens = await reader.read(indices, { seed, epoch })
      checkCounts(tokens, indices, counted, { seed, epoch })
      return tokens
    },
    close: () => reader.close(),
  }
}

/** How many tokens samples have. */
interface Counts {
  readonly lengths: readonly number[]
  /** Of each modality, where there are several. */
  readonly ofParts: readonly (readonly number[])[] | null
}

async function countTokens(length: number, reader: TokenReader, pass: Pass): Promise<Counts> {
  const lengths: number[] = []
  const ofParts: (readonly number[])[] = []
  while (lengths.length < length) {
    const size = Math.min(countedTogether, length - lengths.length)
    const first = lengths.length
    const tokens = await reader.read(
      Array.from({ length: size }, (_, index) => first + index),
      pass,
    )
    lengths.push(...tokens.map((one) => one.length))
    ofParts.push(...(allPartLengths(tokens) ?? []))
  }
  return { lengths, ofParts: ofParts.length === 0 ? null : ofParts }
}

function givenCounts({ length, tokenCounts }: SourceDescription): Counts {
  const given = typeof tokenCounts === 'number' ? new Array<number>(length).fill(tokenCounts) : Array.from(tokenCounts!)
  if (given.length !== length) {
    throw errors.TRAINER_COUNT_MISMATCH({ what: 'samples.tokenCounts', expected: length, got: given.length })
  }
  const { tokenCounts: checked } = readOptions('samples', counts, { tokenCounts: given })
  return { lengths: [...checked], ofParts: null }
}

/** A batch is padded to what was said of its samples: one that is longer has no place. */
function checkCounts(
  tokens: readonly SampleTokens[],
  indices: readonly number[],
  { lengths, ofParts }: Counts,
  { epoch }: Pass,
): void {
  for (const [place, one] of tokens.entries()) {
    const sample = indices[place]!
    const [known, found] = [ofParts?.[sample] ?? [lengths[sample]!], partLengths(one) ?? [one.length]]
    const longer = found.findIndex((got, part) => got > known[part]!)
    if (longer === -1) continue
    throw errors.TRAINER_TOKEN_COUNT({ sample, epoch, expected: known[longer]!, got: found[longer]! })
  }
}

/** At most so many indices from the first to the last, evenly apart. */
export function spread(length: number, most: number): number[] {
  const count = Math.min(most, length)
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - 1)) / Math.max(1, count - 1)))
}
