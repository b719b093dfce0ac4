import { type PretrainingConfig, type PretrainingOptions, transferModalities } from '@romae/core'
import type { Tokenizer, TokenizerSet } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import type { Note } from '../notes.ts'
import { requireFiniteWeights } from './finite-weights.ts'
import { matchTokenizer } from './match-tokenizer.ts'
import { type PretrainedModel, type RomaeModel, requireTask } from './romae-model.ts'

/** Where modalities of a new model come from. */
export interface ModalityStart {
  /** What of the new model those before decide, unless its own options say otherwise. */
  readonly model: Partial<Omit<PretrainingOptions, 'tokenSize' | 'axes'>>
  /** What should be known of their tokenizers. */
  readonly notes: readonly Note[]
  /** The parameters that training starts from. */
  parameters(config: PretrainingConfig, seed: number): PretrainedModel['parameters']
}

/**
 * Reads what a model of several modalities is to start from: a pre-trained model for each of some modalities.
 *
 * @param given by the names of modalities
 * @param encoderFrom the modality whose model gives encoder, decoder and [CLS]; default the first
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_TASK`, `TRAINER_MODEL_MISMATCH`, `TRAINER_OTHER_TOKENIZER`,
 *   `TRAINER_MODEL_NOT_FINITE`
 */
export function startModalities(
  { modalities, axes }: TokenizerSet<unknown>,
  given: Readonly<Record<string, RomaeModel>>,
  encoderFrom: string | undefined,
): ModalityStart {
  const wrong = (key: string, rule: string) => errors.TRAINER_OPTION({ of: 'pretrain', key, rule })
  const names = modalities.map(({ name }) => name)
  const from = Object.keys(given)
  const unknown = from.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw wrong(`fromModalities.${unknown}`, `is of no modality; there are ${names.join(', ')}`)
  }
  const encoder = encoderFrom ?? from[0]
  if (encoder === undefined || !from.includes(encoder)) {
    throw wrong('encoderFrom', `must name one of the models that are given: ${from.join(', ') || 'none is'}`)
  }
  const notes = from.flatMap((name) => {
    const model = requireTask(given[name]!, 'pretraining')
    requireFiniteWeights(model)
    const modality = modalities.find((one) => one.name === name)!
    // In a set, axes may have other names than the tokenizer gives them.
    const named =
      model.config.modalities === undefined ? {} : { axes: { value: modality.axes.map((axis) => axes[axis]!) } }
    const tokenizer = Object.create(modality.tokenizer, named) as Tokenizer<unknown>
    return matchTokenizer(madeOf(model, name), tokenizer, { other: 'refuse' })
  })
  const starts = given as Readonly<Record<string, PretrainedModel>>
  const of = starts[encoder]!.config
  const unread = (['channelEmbedding', 'residualTargets'] as const).find((key) => of[key] !== undefined)
  if (unread !== undefined) {
    throw wrong(
      `fromModalities.${encoder}`,
      `has ${unread}, which models of several modalities do not read; take another`,
    )
  }
  const { task, tokenSize, axes: _, modalities: __, ropeBase, tubelet, maxLength, lossAverage, ...model } = of
  return {
    model,
    notes,
    parameters: (config, seed) => transferModalities(config, starts, seed, { encoder }),
  }
}

/** A model as one of this modality alone, as far as its tokenizer is compared. */
function madeOf({ config, tokenizer, tokenizerRecord }: PretrainedModel, name: string) {
  const modality = config.modalities?.find((one) => one.name === name)
  if (config.modalities === undefined) return { config, tokenizer, ...(tokenizerRecord && { tokenizerRecord }) }
  if (modality === undefined) {
    const known = config.modalities.map((one) => one.name).join(', ')
    const rule = `has no modality of this name; it has ${known}`
    throw errors.TRAINER_OPTION({ of: 'pretrain', key: `fromModalities.${name}`, rule })
  }
  const sizes = { ...config, tokenSize: modality.tokenSize, axes: modality.axes.length }
  const own = tokenizerRecord?.modalities?.[name]
  const state = (tokenizer as Readonly<Record<string, unknown>> | null)?.[name] ?? null
  return { config: sizes, tokenizer: state, ...(own && { tokenizerRecord: own }) }
}
