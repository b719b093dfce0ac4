import { type PretrainingConfig, splitByMask } from '@romae/core'
import type { HostTensor, HostTensors } from '@romae/engine'
import { collateSet, type SetTokens, type TokenBatch } from '@romae/tokenizer'
import { pretrainingHostInputs } from './host-inputs.ts'
import { inputOf } from './input-names.ts'

/** How many tokens of a modality are visible and masked in every row, padding included. */
export interface PartCounts {
  readonly visible: number
  readonly masked: number
}

/** How a masked batch of several modalities is made. */
interface MaskedSetOptions {
  /** To how many tokens each modality is padded, in the order of the configuration. */
  readonly lengths: readonly number[]
  readonly counts: readonly PartCounts[]
  /** `[batch, length]`, 1 = masked: of the tokens of one modality, which may be all, or none. */
  maskOf(batch: TokenBatch, modality: number): Uint8Array
  /** Without targets. */
  readonly complete?: boolean
}

/**
 * Samples of several modalities as the inputs of `pretrainingSetProgram`. Padding is always given, marked or not, so that the inputs
 * of a bucket have one form, whichever modalities its samples have. What no row has visible, or masked, is left out.
 *
 * @throws RomaeError `TOKENIZER_COLLATE_*`, `TOKENIZER_TOKENS_*`, `MASK_*`
 */
export function maskedSetInputs(
  tokens: readonly SetTokens[],
  config: PretrainingConfig,
  { lengths, counts, maskOf, complete = false }: MaskedSetOptions,
): HostTensors {
  const modalities = config.modalities!
  const batches = collateSet(tokens, { modalities }, lengths)
  const named = modalities.flatMap(({ name, tokenSize }, index): (readonly [string, HostTensor])[] => {
    const batch = batches[name]!
    const count = counts[index]!
    const split = splitByMask(batch, maskOf(batch, index), config, count)
    const inputs = pretrainingHostInputs(split, tokenSize, { complete: true })
    const { visible, visiblePositions, visiblePadding, maskedPositions, maskedPadding } = inputs
    const targets = { data: split.targets, shape: [split.batch, count.masked, tokenSize] }
    const given: Readonly<Record<string, HostTensor | undefined>> = {
      ...(count.visible > 0 && { visible, visiblePositions, visiblePadding }),
      ...(count.masked > 0 && { maskedPositions, maskedPadding, ...(!complete && { targets }) }),
    }
    return Object.entries(given).map(([input, tensor]) => [inputOf(input, name), tensor!] as const)
  })
  return Object.fromEntries(named)
}
