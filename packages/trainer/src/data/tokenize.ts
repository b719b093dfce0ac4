import { checkTokenizer, checkTokens, type Tokenizer, type Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'

/**
 * Tokenizes samples in order, checking what the tokenizer gives.
 *
 * @throws RomaeError `TRAINER_NO_SAMPLES`; `TOKENIZER_*`, naming the sample; and what the tokenizer throws
 */
export async function tokenizeAll<Sample>(
  tokenizer: Tokenizer<Sample>,
  samples: Iterable<Sample> | AsyncIterable<Sample>,
): Promise<Tokens[]> {
  checkTokenizer(tokenizer)
  const result: Tokens[] = []
  for await (const sample of samples) {
    const tokens = await tokenizer.tokenize(sample)
    checkTokens(tokens, tokenizer, result.length)
    result.push(tokens)
  }
  if (result.length === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the data set' })
  return result
}
