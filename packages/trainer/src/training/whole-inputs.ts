import type { RomaeConfig } from '@romae/core'
import type { HostTensors } from '@romae/engine'
import { collate, collateSet, type SetTokens, type Tokens } from '@romae/tokenizer'
import type { PaddedLength } from '../data/buckets.ts'
import type { SampleTokens } from '../data/sample-tokens.ts'
import { type HostInputOptions, predictionHostInputs } from './host-inputs.ts'
import { inputOf } from './input-names.ts'

/**
 * Whole samples as the inputs of a prediction program: of one modality, or those of each of several, where padding is always given.
 *
 * @param padded to which lengths
 * @throws RomaeError `TOKENIZER_COLLATE_*`, `TOKENIZER_TOKENS_*`
 */
export function wholeHostInputs(
  tokens: readonly SampleTokens[],
  config: RomaeConfig,
  { length, parts }: PaddedLength,
  options: HostInputOptions = {},
): HostTensors {
  const { modalities, tokenSize, axes } = config
  if (modalities === undefined) {
    return predictionHostInputs(collate(tokens as readonly Tokens[], { tokenSize, axes, length }), config, options)
  }
  const lengths = parts!.map((part) => Math.max(1, part))
  const batches = collateSet(tokens as readonly SetTokens[], { modalities }, lengths)
  const named = modalities.flatMap(({ name }) => {
    const inputs = predictionHostInputs(batches[name]!, config, { complete: true })
    return Object.entries(inputs).map(([input, tensor]) => [inputOf(input, name), tensor] as const)
  })
  return Object.fromEntries(named)
}
