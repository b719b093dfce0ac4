import { collateRows } from '../collate-rows.ts'
import { describe } from '../describe.ts'
import { errors } from '../errors.ts'
import type { TokenBatch } from '../tokenizer.ts'
import type { SetTokens } from './tokenizer-set.ts'

/** What the tokens of a set are measured by: its own modalities, or those of a model’s configuration. */
export interface SetLayout {
  readonly modalities: readonly {
    readonly name: string
    readonly tokenSize: number
    readonly axes: readonly unknown[]
  }[]
}

/**
 * Makes a batch of each modality, as `collate` does of one: each is padded by itself, and a sample that lacks a modality is a row of
 * padding, even where all do.
 *
 * @param lengths to how many tokens each modality is padded, in the order of `modalities`; default its longest sample’s, at least 1
 * @returns by the names of the modalities; positions are on each one’s own axes
 * @throws RomaeError `TOKENIZER_COLLATE_EMPTY` without samples, `TOKENIZER_COLLATE_TOO_LONG`, `TOKENIZER_SET_TOKENS`,
 *   `TOKENIZER_TOKENS_*`
 */
export function collateSet(
  tokens: readonly SetTokens[],
  { modalities }: SetLayout,
  lengths?: readonly number[],
): Readonly<Record<string, TokenBatch>> {
  if (!Array.isArray(tokens) || tokens.length === 0) throw errors.TOKENIZER_COLLATE_EMPTY({ got: describe(tokens) })
  for (const [sample, { parts }] of tokens.entries()) {
    if (parts.length === modalities.length) continue
    const expected = `tokens or null for each of ${modalities.length} modalities`
    throw errors.TOKENIZER_SET_TOKENS({ sample, expected, got: describe(parts) })
  }
  const batches = modalities.map(({ name, tokenSize, axes }, index) => {
    const rows = tokens.map(({ parts }) => parts[index]!)
    return [name, collateRows(rows, { tokenSize, axes: axes.length, length: lengths?.[index] })] as const
  })
  return Object.fromEntries(batches)
}
