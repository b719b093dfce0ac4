import { type MaskedCounts, type PretrainingConfig, splitByMask } from '@romae/core'
import type { HostTensors } from '@romae/engine'
import { collate, type TokenBatch, type Tokens } from '@romae/tokenizer'
import { type Estimate, subtractEstimates } from './estimates.ts'
import { type HostInputOptions, pretrainingHostInputs } from './host-inputs.ts'

/** How a masked batch is padded, and what its targets are. */
interface MaskedBatchOptions extends HostInputOptions {
  /** Every sample is padded to so many tokens. Default: the longest one's. */
  readonly length?: number
  /** Visible and masked tokens of every row, for rows that hide different numbers of tokens. */
  readonly counts?: MaskedCounts
  /** What is said of masked values already: the targets are what it leaves of them. Null: they are the values. */
  readonly estimate?: Estimate | null
}

/**
 * Samples as the inputs of `pretrainingProgram`, whether their mask is drawn, in training and evaluation, or given, where tokens are
 * to be filled in.
 *
 * @param maskOf `[batch, length]`, 1 = masked
 * @throws RomaeError `TOKENIZER_COLLATE_*`, `TOKENIZER_TOKENS_*`, `MASK_*`, `TRAINER_*`
 */
export function maskedInputs(
  tokens: readonly Tokens[],
  maskOf: (batch: TokenBatch) => Uint8Array,
  config: PretrainingConfig,
  { length, counts, complete, estimate = null }: MaskedBatchOptions = {},
): HostTensors {
  const { tokenSize, axes } = config
  const batch = collate(tokens, { tokenSize, axes, ...(length !== undefined && { length }) })
  const mask = maskOf(batch)
  if (estimate !== null) subtractEstimates(batch, tokens, mask, estimate)
  return pretrainingHostInputs(splitByMask(batch, mask, config, counts), tokenSize, { complete })
}
