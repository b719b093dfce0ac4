import { checkTokenizer, isTokenizerSet, type Tokenizer } from '@romae/tokenizer'
import type { AnyTokenizer } from '../data/sample-tokens.ts'
import { errors } from '../errors.ts'
import { tokenizerIn } from '../model/restore-tokenizer.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import type { InferenceOptions } from './options.ts'

/** The tokenizer that is given, or else the model's own, where that was restored. @throws RomaeError `TRAINER_OPTION` */
export function requireTokenizer<Sample>(
  where: string,
  model: RomaeModel,
  { tokenizer }: InferenceOptions<Sample>,
): AnyTokenizer<Sample> {
  const found = tokenizer ?? (tokenizerIn(model) as AnyTokenizer<Sample> | null)
  if (found !== null) return found
  const rule = `must be given to ${where}, or the model loaded with modalities, which restore its own`
  throw errors.TRAINER_OPTION({ key: 'tokenizer', rule })
}

/** The same of one modality. @throws RomaeError `TRAINER_OPTION`, `TOKENIZER_*` */
export function requireOneTokenizer<Sample>(
  where: string,
  model: RomaeModel,
  options: InferenceOptions<Sample>,
): Tokenizer<Sample> {
  return requireSingle(requireTokenizer(where, model, options))!
}

/** A tokenizer of one modality, where there is one at all. @throws RomaeError `TOKENIZER_SINGLE` for a set of several */
export function requireSingle<Sample>(tokenizer: AnyTokenizer<Sample> | null): Tokenizer<Sample> | null {
  if (isTokenizerSet(tokenizer)) checkTokenizer(tokenizer)
  return tokenizer as Tokenizer<Sample> | null
}
