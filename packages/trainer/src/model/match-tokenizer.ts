import { isTokenizerSet } from '@romae/tokenizer'
import { type Difference, differencesOf } from '../checkpoints/differences.ts'
import { type AnyTokenizer, checkAnyTokenizer } from '../data/sample-tokens.ts'
import { errors, inShort } from '../errors.ts'
import type { Note } from '../notes.ts'
import { stateIn } from './restore-tokenizer.ts'
import type { RomaeModel } from './romae-model.ts'
import { type DescribedTokenizer, describeTokenizer, nameTokenizer, type TokenizerRecord } from './tokenizer-record.ts'

/** What is done where a model is given another tokenizer than the one that it was made with. */
export const otherTokenizer = {
  kind: 'choice',
  of: ['refuse', 'accept'],
  help:
    'of a tokenizer that is not the one that the model was made with, in name, axes, token size or state (its statistics): ' +
    'by default an error; `accept` insists on it, as far as its tokens have the size and the axes that the model reads',
} as const

export type OtherTokenizer = (typeof otherTokenizer.of)[number]

/** A model's description of itself. */
type Made = Pick<RomaeModel, 'config' | 'tokenizer' | 'tokenizerRecord'>

interface MatchOptions {
  readonly other: OtherTokenizer
  /** Whether tokens of other sizes than the model reads may be insisted on. */
  readonly sizesMayDiffer?: boolean
}

/**
 * Compares a tokenizer with the one that a model was made with, as far as the model knows it.
 *
 * Token size and number of axes have to be those that the model reads. Where the model has a record, the tokenizer's name,
 * its axes and its state have to be the same too; package and version may differ.
 *
 * @returns what could not be compared, and what was accepted
 * @throws RomaeError `TRAINER_MODEL_MISMATCH`, `TRAINER_OTHER_TOKENIZER`, `TOKENIZER_*`
 */
export function matchTokenizer(model: Made, tokenizer: AnyTokenizer<unknown>, options: MatchOptions): readonly Note[] {
  checkAnyTokenizer(tokenizer)
  return match(model, tokenizer, options)
}

/** The same of a tokenizer that has been checked. */
function match(
  model: Made,
  tokenizer: AnyTokenizer<unknown>,
  { other, sizesMayDiffer = false }: MatchOptions,
): readonly Note[] {
  const given = describeTokenizer(tokenizer)
  const { config, tokenizerRecord: record } = model
  const state = stateIn(model)
  if (other === 'refuse' || !sizesMayDiffer) checkSizes(model, given, sizesMayDiffer)
  const sizeNotes = config.tokenSize === given.tokenSize ? [] : [newProjection(config.tokenSize, given)]
  if (record === undefined) return [withoutRecord(state, given), ...sizeNotes]
  const made = { ...record, state }
  const channels = isTokenizerSet(tokenizer) ? undefined : tokenizer.channels?.names
  const difference = firstDifference(made, given) ?? otherChannels(config.channelEmbedding?.names, channels)
  if (difference !== null && other === 'refuse') throw errors.TRAINER_OTHER_TOKENIZER(sidesOf(made, given, difference))
  if (difference !== null) return [accepted(made, given, difference), ...sizeNotes]
  return state === null || given.state === null ? [withoutState(made, given)] : []
}

/**
 * The same of the tokenizer of a run, which has been checked, and the model that it starts from, if there is one.
 *
 * @param key of the option that gives the model
 * @throws RomaeError `TRAINER_OPTION`, and what `matchTokenizer` throws
 */
export function matchStart(
  model: Made | undefined,
  key: string,
  tokenizer: AnyTokenizer<unknown>,
  other: OtherTokenizer | undefined,
  options: Omit<MatchOptions, 'other'> = {},
): readonly Note[] {
  if (model !== undefined) return match(model, tokenizer, { ...options, other: other ?? 'refuse' })
  if (other === undefined) return []
  throw errors.TRAINER_OPTION({ key: 'otherTokenizer', rule: `needs ${key}, which is not given` })
}

/** Where a model has an embedding for each channel, they are those of the tokenizer, in its order. */
function otherChannels(made?: readonly string[], given?: readonly string[]): Difference | null {
  if (made === undefined) return null
  return differencesOf(made, given ?? null, 'channels')[0] ?? null
}

const compared = ['name', 'axes', 'tokenSize', 'modalities', 'state'] as const

/** Where two descriptions first differ; a state that one of them does not tell is no difference. */
export function firstDifference(made: DescribedTokenizer, given: DescribedTokenizer): Difference | null {
  for (const field of compared) {
    if (field === 'state' && (made.state === null || given.state === null)) return null
    const [before, now] = [made, given].map((one) => (field === 'modalities' ? membersOf(one) : one[field]))
    const [difference] = differencesOf(before, now, field)
    if (difference !== undefined) return difference
  }
  return null
}

/** What of the modalities of a set is compared. */
function membersOf({ modalities }: TokenizerRecord): unknown {
  if (modalities === undefined) return undefined
  const members = Object.entries(modalities).map(([modality, { name, axes, tokenSize }]) => {
    return [modality, { name, axes, tokenSize }] as const
  })
  return Object.fromEntries(members)
}

/** The fields of the error for two tokenizers that differ. */
export function sidesOf(made: TokenizerRecord, given: TokenizerRecord, { what, checkpoint, now }: Difference) {
  return {
    field: what,
    model: { tokenizer: nameTokenizer(made), value: checkpoint },
    given: { tokenizer: nameTokenizer(given), value: now },
  }
}

function checkSizes({ config, tokenizerRecord: record }: Made, given: DescribedTokenizer, insist: boolean): void {
  const sizes = [
    ['a token size of', config.tokenSize, given.tokenSize],
    ['a number of position axes of', config.axes, given.axes.length],
  ] as const
  for (const [what, model, data] of sizes) {
    if (model === data) continue
    const madeWith = record === undefined ? {} : { madeWith: nameTokenizer(record) }
    throw errors.TRAINER_MODEL_MISMATCH({ what, model, data, ...madeWith, given: nameTokenizer(given), insist })
  }
}

/** Where only tokens are seen. */
export const tokenizerNotGiven: Note = {
  code: 'TOKENIZER_NOT_GIVEN',
  message:
    'only tokens were given: their size and axes are compared with the model’s, and whether they come from its tokenizer ' +
    'cannot be known; give the option tokenizer',
}

function accepted(made: TokenizerRecord, given: TokenizerRecord, difference: Difference): Note {
  const names = `the model was made with ${nameTokenizer(made)} and is used with ${nameTokenizer(given)}`
  return { code: 'OTHER_TOKENIZER', message: `${names}: ${describeDifference(difference)}` }
}

function withoutRecord(state: unknown, given: DescribedTokenizer): Note {
  const [difference] = state === null || given.state === null ? [] : differencesOf(state, given.state, 'state')
  const message =
    'the model was saved without a record of its tokenizer: only token size and number of axes are compared, and whether ' +
    `it was made with ${nameTokenizer(given)} cannot be known${difference ? `; ${describeDifference(difference)}` : ''}`
  return { code: 'MODEL_WITHOUT_RECORD', message }
}

function withoutState(made: DescribedTokenizer, given: DescribedTokenizer): Note {
  const who = made.state === null ? 'the model’s tokenizer has' : 'the tokenizer that is given has'
  const message =
    `${who} no toJSON: ${nameTokenizer(given)} agrees in name, axes and token size, and whether its statistics are those ` +
    'of the training cannot be known'
  return { code: 'TOKENIZER_WITHOUT_STATE', message }
}

function newProjection(tokenSize: number, given: DescribedTokenizer): Note {
  const message =
    `tokens of ${nameTokenizer(given)} have ${given.tokenSize} values, the model’s had ${tokenSize}: their projection ` +
    'begins anew, all else of the encoder is carried over'
  return { code: 'NEW_PROJECTION', message }
}

function describeDifference({ what, checkpoint, now }: Difference): string {
  return `${what} is ${inShort(now)}, the model has ${inShort(checkpoint)}`
}
