import { maskedCount, type PretrainingConfig, type Random, type StepSizes, sampleMask } from '@romae/core'
import type { HostTensors } from '@romae/engine'
import type { SetTokens, TokenBatch } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { maskedSetInputs, type PartCounts } from './masked-set-inputs.ts'
import type { LossConfig } from './run-config.ts'

/** What is masked of batches of several modalities, in the order of their names. */
export interface SetMasking {
  readonly ratios: readonly number[]
  /** The share of batches that hide one of them as a whole. */
  readonly hideModality: number
  readonly lossWeights: readonly number[]
  /** As a run records it: what was given. */
  readonly recorded: Pick<
    Extract<LossConfig, { kind: 'maskedReconstruction' }>,
    'maskRatios' | 'hideModality' | 'lossWeights'
  >
}

interface MaskingOptions {
  readonly maskRatio: number
  readonly maskRatios?: Readonly<Record<string, number>>
  readonly hideModality?: number
  readonly lossWeights?: Readonly<Record<string, number>>
}

/**
 * Checks what is to be masked, and fills in defaults.
 *
 * @throws RomaeError `TRAINER_OPTION` for a modality that there is not, and where nothing would be masked, or learned
 */
export function resolveSetMasking(
  { maskRatio, maskRatios = {}, hideModality = 0, lossWeights = {} }: MaskingOptions,
  names: readonly string[],
): SetMasking {
  const wrong = (key: string, rule: string) => errors.TRAINER_OPTION({ of: 'pretrain', key, rule })
  for (const [key, given] of Object.entries({ maskRatios, lossWeights })) {
    const unknown = Object.keys(given).find((name) => !names.includes(name))
    if (unknown !== undefined) throw wrong(`${key}.${unknown}`, `is of no modality; there are ${names.join(', ')}`)
  }
  const ratios = names.map((name) => maskRatios[name] ?? maskRatio)
  if (hideModality < 1 && ratios.every((ratio) => ratio === 0)) {
    throw wrong('maskRatios', 'mask nothing in batches that hide no modality; raise one, or set hideModality: 1')
  }
  if (hideModality > 0 && names.length === 1) {
    throw wrong('hideModality', 'needs two modalities: of one, nothing would be left to see')
  }
  const weights = names.map((name) => lossWeights[name] ?? 1)
  if (weights.every((weight) => weight === 0)) throw wrong('lossWeights', 'are all 0, so that nothing is learned')
  const given = { maskRatios, hideModality, lossWeights }
  return { ratios, hideModality, lossWeights: weights, recorded: given }
}

/** How one batch is masked. */
interface MaskedBatch {
  /** To how many tokens each modality is padded; 0 where no sample of the bucket has it. */
  readonly lengths: readonly number[]
  /** The modality that is masked as a whole; null: all are masked by their ratios. */
  readonly hidden: number | null
  readonly random: Random
  /** Which stream each row draws from (see core’s `BatchRows`). */
  readonly rows?: ArrayLike<number>
}

/** Masks batches of several modalities: each by its ratio, or one as a whole and the others not at all. */
export class SetMasks {
  readonly #config: PretrainingConfig
  readonly #masking: SetMasking

  constructor(config: PretrainingConfig, masking: SetMasking) {
    this.#config = config
    this.#masking = masking
  }

  /** Which modalities can be hidden: those of which there is something, where another has something too. */
  hideable(lengths: readonly number[]): number[] {
    const present = [...lengths.keys()].filter((modality) => lengths[modality]! > 0)
    return present.length < 2 ? [] : present
  }

  /** The modality that a batch hides, if any. */
  drawHidden(lengths: readonly number[], random: Random): number | null {
    const isHiding = random.uniform() < this.#masking.hideModality
    const candidates = this.hideable(lengths)
    return isHiding && candidates.length > 0 ? candidates[random.integer(candidates.length)]! : null
  }

  /** Of the ways in which a batch may be masked, the one in which most tokens are visible. */
  costliest(lengths: readonly number[]): number | null {
    const { hideModality } = this.#masking
    const visible = (hidden: number | null) =>
      this.#counts(lengths, hidden).reduce((sum, { visible: count }) => sum + count, 0)
    const ways = hideModality === 0 ? [] : this.hideable(lengths)
    return [...(hideModality < 1 ? [null] : []), ...ways].reduce<number | null>(
      (most, way) => (visible(way) > visible(most) ? way : most),
      hideModality < 1 ? null : (ways[0] ?? null),
    )
  }

  sizes(batch: number, lengths: readonly number[], hidden: number | null): StepSizes {
    const modalities = this.#counts(lengths, hidden)
    const sum = (of: keyof PartCounts) => modalities.reduce((total, counts) => total + counts[of], 0)
    return { batch, visible: sum('visible'), masked: sum('masked'), modalities }
  }

  inputs(tokens: readonly SetTokens[], { lengths, hidden, random, rows }: MaskedBatch): HostTensors {
    const names = this.#config.modalities!.map(({ name }) => name)
    const maskOf = (batch: TokenBatch, modality: number) => {
      if (hidden !== null) return new Uint8Array(batch.padding.length).fill(Number(modality === hidden))
      const ofRows = { ...batch, ...(rows && { rows }) }
      const options = { ratio: this.#masking.ratios[modality]!, absent: true }
      return sampleMask(batch.padding, ofRows, options, random.fork(names[modality]!))
    }
    const counts = this.#counts(lengths, hidden)
    return maskedSetInputs(tokens, this.#config, { lengths: lengths.map(atLeastOne), counts, maskOf })
  }

  /** A modality that no sample has is a token of padding in every row, so that inputs have one form. */
  #counts(lengths: readonly number[], hidden: number | null): PartCounts[] {
    return lengths.map(atLeastOne).map((length, modality) => {
      if (hidden !== null) return modality === hidden ? { visible: 0, masked: length } : { visible: length, masked: 0 }
      const masked = maskedCount(length, this.#masking.ratios[modality]!)
      return { visible: length - masked, masked }
    })
  }
}

function atLeastOne(length: number): number {
  return Math.max(1, length)
}
