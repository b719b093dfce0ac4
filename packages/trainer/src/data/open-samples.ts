import { errors } from '../errors.ts'
import { firstDifference, sidesOf } from '../model/match-tokenizer.ts'
import { describeTokenizer } from '../model/tokenizer-record.ts'
import { tokenBytes } from './fingerprint.ts'
import { readTokens, type SampleSource } from './sample-source.ts'
import { type AnyTokenizer, allPartLengths, type SampleTokens, type TokensOf } from './sample-tokens.ts'
import { isTokenized, type Samples, tokenized } from './samples.ts'
import { spread, streamedTokens, type TokenReader } from './streamed-tokens.ts'
import type { TokenSet } from './token-set.ts'
import { tokenizeAll } from './tokenize.ts'

/**
 * Makes a data set readable: what can be iterated is tokenized once and held, a source is read batch by batch.
 *
 * @param tokenizer that has been checked: who takes it from the user does so, once
 * @param seed of the run: of the source's random streams
 * @throws RomaeError `TRAINER_NO_SAMPLES`, `TRAINER_OPTION`, `TRAINER_SAMPLE_UNREADABLE`, `TRAINER_TOKEN_COUNT`,
 *   `TRAINER_WORKER_TOKENIZER`;
 *   `TOKENIZER_*`, naming the sample; and what source and tokenizer throw
 */
async function openTokens<Sample, Any extends AnyTokenizer<Sample>>(
  tokenizer: Any,
  samples: Samples<Sample>,
  seed: number,
): Promise<TokenSet<TokensOf<Any>>> {
  if (isTokenized(samples)) {
    const { madeBy, reader } = samples[tokenized]
    const given = describeTokenizer(tokenizer)
    const difference = firstDifference(madeBy, given)
    if (difference !== null) throw errors.TRAINER_WORKER_TOKENIZER(sidesOf(madeBy, given, difference))
    return streamedTokens(samples, reader as TokenReader<TokensOf<Any>>, seed)
  }
  if (isSource(samples)) {
    const reader: TokenReader<TokensOf<Any>> = {
      read: (indices, pass) => readTokens(samples, tokenizer, indices, pass),
      close: async () => {},
    }
    return streamedTokens(samples, reader, seed)
  }
  if (!isIterable(samples)) {
    const expected = 'an array, something that can be iterated, or a source with length and sample()'
    throw errors.TRAINER_OPTION({ key: 'samples', got: samples, expected })
  }
  return heldTokens(await tokenizeAll(tokenizer, samples))
}

/**
 * Opens several data sets, or none of them: where one cannot be opened, those before are closed.
 *
 * @returns null for one that is not given
 */
export async function openAll<Sample, Any extends AnyTokenizer<Sample>>(
  tokenizer: Any,
  [first, ...others]: readonly [Samples<Sample>, ...(Samples<Sample> | undefined)[]],
  seed: number,
): Promise<Opened<TokenSet<TokensOf<Any>>>> {
  const opened: Opened<TokenSet<TokensOf<Any>>> = [await openTokens(tokenizer, first, seed)]
  try {
    for (const samples of others) {
      opened.push(samples === undefined ? null : await openTokens(tokenizer, samples, seed))
    }
    return opened
  } catch (cause) {
    for (const data of opened) await data?.close()
    throw cause
  }
}

/** The first data set, and others of which some are not given. */
type Opened<Data> = [Data, ...(Data | null)[]]

/** Held samples of which some are looked at. */
const LOOKED_AT = 64

function heldTokens<Read extends SampleTokens>(tokens: readonly Read[]): TokenSet<Read> {
  return {
    lengths: tokens.map(({ length }) => length),
    partLengths: allPartLengths(tokens),
    hashed: tokens.flatMap(tokenBytes),
    some: spread(tokens.length, LOOKED_AT).map((index) => tokens[index]!),
    read: async (samples) => Array.from(samples, (index) => tokens[index]!),
    close: async () => {},
  }
}

function isIterable<Sample>(samples: Samples<Sample>): samples is Iterable<Sample> | AsyncIterable<Sample> {
  return (
    typeof samples === 'object' && samples !== null && (Symbol.iterator in samples || Symbol.asyncIterator in samples)
  )
}

function isSource<Sample>(samples: Samples<Sample>): samples is SampleSource<Sample> {
  return typeof samples === 'object' && samples !== null && 'sample' in samples && typeof samples.sample === 'function'
}
