import { errors } from '../errors.ts'
import { nameSample } from './name-sample.ts'
import { type AnyTokenizer, type TokensOf, tokensOf } from './sample-tokens.ts'

/**
 * Tokenizes samples in order, checking what the tokenizer gives.
 *
 * @throws RomaeError `TRAINER_NO_SAMPLES`; `TOKENIZER_*`; what the tokenizer throws, naming the sample;
 *   `TRAINER_SAMPLE_UNREADABLE` where that is no RomaeError
 */
export async function tokenizeAll<Sample, Any extends AnyTokenizer<Sample>>(
  tokenizer: Any,
  samples: Iterable<Sample> | AsyncIterable<Sample>,
): Promise<TokensOf<Any>[]> {
  const result: TokensOf<Any>[] = []
  for await (const sample of samples) {
    const index = result.length
    try {
      result.push(await tokensOf<Sample, Any>(tokenizer, sample as Sample, index))
    } catch (cause) {
      throw nameSample(cause, index, sample)
    }
  }
  if (result.length === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the data set' })
  return result
}
