import type { Tokenizer } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { tokenizerIn } from '../model/restore-tokenizer.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import type { InferenceOptions } from './options.ts'

/** The tokenizer that is given, or else the model's own, where that was restored. @throws RomaeError `TRAINER_OPTION` */
export function requireTokenizer<Sample>(
  where: string,
  model: RomaeModel,
  { tokenizer }: InferenceOptions<Sample>,
): Tokenizer<Sample> {
  const found = tokenizer ?? (tokenizerIn(model) as Tokenizer<Sample> | null)
  if (found !== null) return found
  const rule = `must be given to ${where}, or the model loaded with modalities, which restore its own`
  throw errors.TRAINER_OPTION({ key: 'tokenizer', rule })
}
