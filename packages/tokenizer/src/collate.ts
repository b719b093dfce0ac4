import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { readerOf } from './check-options.ts'
import { checkTokenTypes } from './check-tokens.ts'
import { collateRows } from './collate-rows.ts'
import { describe } from './describe.ts'
import { errors } from './errors.ts'
import type { TokenBatch, Tokens } from './tokenizer.ts'

const schema = {
  tokenSize: { ...count, required: true, help: 'values in one token: the tokenizer’s `tokenSize`' },
  axes: { ...count, required: true, help: 'number of position axes: the tokenizer’s `axes.length`' },
  length: { ...count, help: 'pads every sample to this many tokens; by default the longest sample’s' },
} as const satisfies Schema

export interface CollateOptions extends OptionsOf<typeof schema> {}

const readOptions = readerOf(errors.TOKENIZER_COLLATE_OPTION)

/**
 * Makes one batch of the tokens of several samples. Shorter samples are padded at their end: `padding` 1, zeros in
 * `values` and `positions`. Positions turn from one row per token into one row per axis. The batch shares no memory
 * with the tokens.
 *
 * @throws RomaeError `TOKENIZER_COLLATE_EMPTY` without samples, `TOKENIZER_COLLATE_OPTION` for a wrong or unknown
 * option, `TOKENIZER_COLLATE_TOO_LONG` for a sample longer than `length`, `TOKENIZER_TOKENS_*` for malformed tokens
 */
export function collate(tokens: readonly Tokens[], options: CollateOptions): TokenBatch {
  const { tokenSize, axes, length: given } = readOptions('collate', schema, options)
  if (!Array.isArray(tokens) || tokens.length === 0) throw errors.TOKENIZER_COLLATE_EMPTY({ got: describe(tokens) })
  // A row that is null would be an absent modality: here it is an error.
  for (const [sample, item] of tokens.entries()) checkTokenTypes(item, { sample })
  return collateRows(tokens, { tokenSize, axes, length: given })
}
