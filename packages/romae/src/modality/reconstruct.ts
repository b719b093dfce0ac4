import { createRandom } from '@romae/core'
import type { TextSection } from '@romae/report'
import type { Tokens } from '@romae/tokenizer'
import type { Reconstruction } from '@romae/tokenizer/modality'
import { fillTokens, type PretrainedModel } from '@romae/trainer/node'
import type { ReconstructionContext } from './host-modality.ts'

/**
 * Masks tokens as pre-training does, and lets the model reconstruct them. A model with normalized targets predicts a token up
 * to its mean and spread, which are taken from the masked token itself, as is usual for pictures of masked autoencoders.
 */
export async function reconstruct<Sample>(
  { model, tokenizer, experiment, engine, seed }: ReconstructionContext<Sample>,
  samples: readonly Tokens[],
): Promise<Pick<Reconstruction<Sample>, 'masked' | 'filled'>[]> {
  const { normalizeTargets } = model.config
  const toFill = samples.map((tokens, index) => {
    return { tokens, hidden: hide(tokens.length, experiment.pretraining.maskRatio, seed, index) }
  })
  // The head's output is the same for both kinds of targets; only its meaning differs.
  const plain = { ...model, config: { ...model.config, normalizeTargets: false } }
  const filled = await fillTokens(plain, toFill, { engine, tokenizer })
  return toFill.map(({ tokens, hidden }, index) => {
    const result = filled[index]!
    return { masked: hidden, filled: normalizeTargets ? denormalized(result, tokens, hidden) : result }
  })
}

/** A section that explains pictures of normalized targets; none for other models. */
export function reconstructionNotes({ config }: PretrainedModel): TextSection[] {
  if (!config.normalizeTargets) return []
  const text =
    'Reconstructed patches have the mean and the spread of the original ones, which the model does not predict: it says what a patch looks like but for its brightness and contrast.'
  return [{ kind: 'text', text }]
}

/** 1 for a fraction of the tokens; at least one stays. */
export function hide(length: number, fraction: number, seed: number, index: number): Uint8Array {
  const hidden = new Uint8Array(length)
  const order = createRandom(seed, 'shown', index).shuffle(Int32Array.from(hidden.keys()))
  for (const token of order.subarray(0, Math.min(length - 1, Math.ceil(fraction * length)))) hidden[token] = 1
  return hidden
}

/** The inverse of `(x − mean) / √(variance + 1e-6)`, the variance unbiased, for masked tokens. */
function denormalized(filled: Tokens, { values, length }: Tokens, hidden: Uint8Array): Tokens {
  const size = values.length / length
  const restored = filled.values.slice()
  for (let token = 0; token < length; token++) {
    if (hidden[token] === 0) continue
    const own = values.subarray(token * size, (token + 1) * size)
    const mean = own.reduce((sum, value) => sum + value, 0) / size
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (size - 1)
    const spread = Math.sqrt(variance + 1e-6)
    for (let index = token * size; index < (token + 1) * size; index++) {
      restored[index] = restored[index]! * spread + mean
    }
  }
  return { ...filled, values: restored }
}
