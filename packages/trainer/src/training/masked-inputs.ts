import { type MaskedCounts, type PretrainingConfig, splitByMask } from '@romae/core'
import type { HostTensors } from '@romae/engine'
import { collate, type TokenBatch, type Tokens } from '@romae/tokenizer'
import { type HostInputOptions, pretrainingHostInputs } from './host-inputs.ts'

/** How a masked batch is padded. */
interface MaskedBatchOptions extends HostInputOptions {
  /** Every sample is padded to so many tokens. Default: the longest one's. */
  readonly length?: number
  /** Visible and masked tokens of every row, for rows that hide different numbers of tokens. */
  readonly counts?: MaskedCounts
}

/**
 * Samples as the inputs of `pretrainingProgram`, whether their mask is drawn, in training and evaluation, or given, where tokens are
 * to be filled in.
 *
 * @param maskOf `[batch, length]`, 1 = masked
 * @throws RomaeError `TOKENIZER_COLLATE_*`, `TOKENIZER_TOKENS_*`, `MASK_*`
 */
export function maskedInputs(
  tokens: readonly Tokens[],
  maskOf: (batch: TokenBatch) => Uint8Array,
  config: PretrainingConfig,
  { length, counts, complete }: MaskedBatchOptions = {},
): HostTensors {
  const { tokenSize, axes } = config
  const batch = collate(tokens, { tokenSize, axes, ...(length !== undefined && { length }) })
  return pretrainingHostInputs(splitByMask(batch, maskOf(batch), config, counts), tokenSize, { complete })
}
