import type { PretrainingConfig } from '@romae/core'
import type { TokenBatch, Tokenizer, Tokens, TokensToFill } from '@romae/tokenizer'
import { errors } from '../errors.ts'

/**
 * What a tokenizer says of masked values without a model.
 *
 * @param index of the sample, for errors
 * @returns `[length, tokenSize]`, finite for masked tokens
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_VALUE_NOT_FINITE`
 */
export type Estimate = (sample: TokensToFill, index: number) => Float32Array

/**
 * The estimate of a tokenizer, for a model whose targets are what it leaves.
 *
 * @returns null where the targets are the values themselves
 * @throws RomaeError `TRAINER_NO_ESTIMATE` where the tokenizer is not there or gives none
 */
export function estimateOf(
  where: string,
  { residualTargets = false }: PretrainingConfig,
  tokenizer: Pick<Tokenizer<never>, 'name' | 'estimate'> | null,
): Estimate | null {
  if (!residualTargets) return null
  if (tokenizer?.estimate === undefined) throw errors.TRAINER_NO_ESTIMATE({ where, tokenizer: tokenizer?.name ?? null })
  return ({ tokens, hidden }, sample) => {
    const what = `the estimate of ${tokenizer.name}`
    const estimated: unknown = tokenizer.estimate!({ tokens, hidden })
    if (!(estimated instanceof Float32Array) || estimated.length !== tokens.values.length) {
      const got = estimated instanceof Float32Array ? estimated.length : 0
      throw errors.TRAINER_COUNT_MISMATCH({ what, expected: tokens.values.length, got })
    }
    const size = tokens.values.length / tokens.length
    const got = estimated.find((value, place) => hidden[Math.floor(place / size)] === 1 && !Number.isFinite(value))
    if (got !== undefined) throw errors.TRAINER_VALUE_NOT_FINITE({ what, sample, got })
    return estimated
  }
}

/**
 * Leaves of every masked value what its estimate does not say. Visible values stay as they are.
 *
 * @param mask `[batch, length]`, 1 = masked
 * @throws RomaeError as `Estimate` does
 */
export function subtractEstimates(
  { values, length, tokenSize }: TokenBatch,
  samples: readonly Tokens[],
  mask: Uint8Array,
  estimate: Estimate,
): void {
  for (const [row, tokens] of samples.entries()) {
    const hidden = mask.subarray(row * length, row * length + tokens.length)
    const estimated = estimate({ tokens, hidden }, row)
    for (const [token, masked] of hidden.entries()) {
      if (masked === 0) continue
      for (let index = 0; index < tokenSize; index++) {
        values[(row * length + token) * tokenSize + index]! -= estimated[token * tokenSize + index]!
      }
    }
  }
}
