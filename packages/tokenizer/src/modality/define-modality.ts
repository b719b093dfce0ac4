import { acceptModality } from './accept-modality.ts'
import type { Modality } from './modality.ts'
import type { OptionSchema } from './options.ts'

/**
 * Checks a modality, and gives `read`, `fit` and `augment` the types of the options that it declares.
 *
 * @throws RomaeError `TOKENIZER_MODALITY`, `TOKENIZER_MODALITY_VERSION`
 */
export function defineModality<
  Sample,
  const Options extends OptionSchema = Record<never, never>,
  const TokenizerOptions extends OptionSchema = Record<never, never>,
>(modality: Modality<Sample, Options, TokenizerOptions>): Modality<Sample, Options, TokenizerOptions> {
  acceptModality(modality, 'defineModality')
  return modality
}
