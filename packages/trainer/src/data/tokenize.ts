import { checkTokens, type Tokenizer, type Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { nameSample } from './name-sample.ts'

/**
 * Tokenizes samples in order, checking what the tokenizer gives.
 *
 * @throws RomaeError `TRAINER_NO_SAMPLES`; `TOKENIZER_*`; what the tokenizer throws, naming the sample;
 *   `TRAINER_SAMPLE_UNREADABLE` where that is no RomaeError
 */
export async function tokenizeAll<Sample>(
  tokenizer: Tokenizer<Sample>,
  samples: Iterable<Sample> | AsyncIterable<Sample>,
): Promise<Tokens[]> {
  const result: Tokens[] = []
  for await (const sample of samples) {
    const index = result.length
    try {
      const tokens = await tokenizer.tokenize(sample)
      checkTokens(tokens, tokenizer, index)
      result.push(tokens)
    } catch (cause) {
      throw nameSample(cause, index, sample)
    }
  }
  if (result.length === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the data set' })
  return result
}
