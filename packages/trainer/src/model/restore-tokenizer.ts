import { type Tokenizer, type TokenizerRestorer, type TokenizerSet, tokenizerSet } from '@romae/tokenizer'
import type { AnyTokenizer } from '../data/sample-tokens.ts'
import { errors } from '../errors.ts'
import type { RomaeModel } from './romae-model.ts'
import { nameTokenizer, type TokenizerRecord } from './tokenizer-record.ts'

/** A model whose tokenizer is there to be used, where a model that was only read has its state. */
export type RestoredModel<Sample, Model extends RomaeModel = RomaeModel> = Omit<Model, 'tokenizer'> & {
  readonly tokenizer: Tokenizer<Sample>
}

/**
 * Makes a model's tokenizer again by the modality whose name the tokenizer's begins with, up to the first `/`.
 *
 * @throws RomaeError `TRAINER_NO_MODALITY` where none of them has that name, or the model does not know its tokenizer; what
 *   the modality throws
 */
export function restoreTokenizer<Sample>(
  model: RomaeModel,
  modalities: readonly TokenizerRestorer<Sample>[],
): RestoredModel<Sample> {
  if (model.tokenizerRecord?.modalities !== undefined) {
    const { modalities: names } = model.tokenizerRecord
    throw errors.TRAINER_OF_SEVERAL({
      where: 'restoreTokenizer',
      instead: 'restoreTokenizerSet',
      names: Object.keys(names),
    })
  }
  if (!Array.isArray(modalities) || !modalities.every((modality) => typeof modality?.restore === 'function')) {
    const expected = 'a list of modalities, such as [timeseries] of @romae/timeseries'
    throw errors.TRAINER_OPTION({ key: 'modalities', got: modalities, expected })
  }
  const { tokenizer: state, tokenizerRecord: record } = model
  const name = record?.name ?? nameIn(state)
  const modality = modalities.find((one) => one.name === name?.split('/')[0])
  if (modality === undefined || name === null || state === null) {
    const tokenizer = record === undefined ? name : nameTokenizer(record)
    throw errors.TRAINER_NO_MODALITY({ tokenizer, hasState: state !== null, given: modalities.map((one) => one.name) })
  }
  return { ...model, tokenizer: modality.restore({ name, state }) }
}

/**
 * Makes the tokenizers of a model of several modalities again, each by the modality whose name its own begins with.
 *
 * @throws RomaeError `TRAINER_NO_MODALITY` where none of them has that name; `TRAINER_OF_ONE` for a model of one modality; what the
 *   modalities throw
 */
export function restoreTokenizerSet(
  model: Pick<RomaeModel, 'config' | 'tokenizer' | 'tokenizerRecord'>,
  modalities: readonly TokenizerRestorer<never>[],
): TokenizerSet<Readonly<Record<string, unknown>>> {
  const { modalities: records } = model.tokenizerRecord ?? {}
  if (records === undefined) {
    throw errors.TRAINER_OF_ONE({ where: 'restoreTokenizerSet', instead: 'restoreTokenizer' })
  }
  const states = stateIn(model) as Readonly<Record<string, unknown>> | null
  const restored = Object.entries(records).map(([name, tokenizerRecord]) => {
    const ofModality = { ...model, parameters: {}, classes: null, tokenizer: states?.[name] ?? null, tokenizerRecord }
    return [name, restoreTokenizer(ofModality, modalities).tokenizer as Tokenizer<unknown>] as const
  })
  const renameAxes = Object.fromEntries(
    restored.map(([name, tokenizer]) => [name, newNames(tokenizer, records[name]!)]),
  )
  return tokenizerSet(Object.fromEntries(restored), { renameAxes })
}

/** The names that axes of a tokenizer have in the set that a model was made with, where they are others. */
function newNames({ axes }: Tokenizer<unknown>, record: TokenizerRecord): Record<string, string> {
  const renamed = axes.flatMap((axis, index) => (record.axes[index] === axis ? [] : [[axis, record.axes[index]!]]))
  return Object.fromEntries(renamed)
}

/** The name in the state of a tokenizer, where a model was saved before records were kept; null where none is there. */
function nameIn(state: unknown): string | null {
  const { name } = (state ?? {}) as { readonly name?: unknown }
  return typeof name === 'string' ? name : null
}

/** The tokenizer of a model, where it was restored; null where it is only its state. */
export function tokenizerIn(model: RomaeModel): AnyTokenizer<never> | null {
  const { tokenizer } = model as { readonly tokenizer?: Partial<AnyTokenizer<never>> | null }
  return typeof tokenizer?.tokenize === 'function' ? (tokenizer as AnyTokenizer<never>) : null
}

/** What the tokenizer of a model gave as its JSON, be it restored or not. */
export function stateIn(model: Pick<RomaeModel, 'tokenizer'>): unknown {
  const { tokenizer } = model as { readonly tokenizer: Partial<AnyTokenizer<never>> | null }
  if (typeof tokenizer?.tokenize !== 'function') return tokenizer
  return JSON.parse(JSON.stringify(tokenizer) ?? 'null')
}
