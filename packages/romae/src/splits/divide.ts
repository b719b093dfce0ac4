import { joinGroups, kFold, RomaeError } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { strataOf } from '../modality/label-sets.ts'
import { divideSet, type HeldOut, select } from '../modality/split.ts'
import { type KnownKeys, keyKinds, knownKeys } from './sample-keys.ts'
import type { Split } from './split.ts'
import { copyNotes, groupNotes, leftOutNote } from './split-notes.ts'

/** The splits of labelled samples. No sample, and no group of samples, is in two of them. */
export interface Splits<Sample> {
  readonly train: Split<Sample>
  /** Samples to choose the model by; null if the last model is taken. */
  readonly validation: Split<Sample> | null
  /** Samples to evaluate the model on, once. */
  readonly test: Split<Sample>
}

/** The source of each split: files of its own, or a fraction of `all`. */
export interface SplitSources<Sample> {
  readonly all: SampleSet<Sample>
  readonly test: SampleSet<Sample> | number
  /** Null: none is wanted. */
  readonly validation: SampleSet<Sample> | number | null
}

/** A split from files of its own. */
interface OtherFiles<Sample> extends Split<Sample> {
  /** The option that names them. */
  readonly option: string
}

/**
 * Divides samples so that no two splits share a sample, an id, a content or a group. Samples of one set that share any of these
 * are held out together. Between files, test files stay whole, and samples that share something with them are left out of the
 * other splits.
 *
 * @param name of the samples: `series`
 * @returns the splits, and what the user should know of them
 * @throws RomaeError `APP_NOTHING_LEFT`, `APP_IN_OTHER_SPLIT`
 */
export async function divideSplits<Sample>(
  { all, test, validation }: SplitSources<Sample>,
  { seed, by }: Pick<HeldOut, 'seed' | 'by'>,
  name: string,
): Promise<{ readonly splits: Splits<Sample>; readonly notes: readonly string[] }> {
  const asSplit = async (set: SampleSet<Sample>): Promise<Split<Sample>> => ({ set, keys: await knownKeys(set, name) })
  const given = await asSplit(all)
  const notes = [...copyNotes(given, name), ...groupNotes(given, name)]
  const leave = (split: Split<Sample>, what: string, others: readonly OtherFiles<Sample>[]) => {
    const { kept, note } = without(split, what, others, name)
    if (note !== null) notes.push(note)
    return kept
  }

  const others: OtherFiles<Sample>[] = []
  if (typeof test !== 'number') others.push({ ...(await asSplit(test)), option: '--test' })
  if (validation !== null && typeof validation !== 'number') {
    others.push({ ...leave(await asSplit(validation), 'validation', others), option: '--validation-data' })
  }
  let train = leave(given, 'training', others)
  const splitOf = (option: string, fraction: number, purpose: HeldOut['purpose']) => {
    const files = others.find((other) => other.option === option)
    if (files !== undefined) return files
    const { train: rest, held } = divideSet(train.set, { fraction, seed, by, purpose, groups: groupsOf(train.keys) })
    const taken = selectSplit(train, held)
    train = selectSplit(train, rest)
    return taken
  }
  const tested = splitOf('--test', Number(test), 'test')
  const chosenBy = validation === null ? null : splitOf('--validation-data', Number(validation), 'validation')
  return { splits: { train, validation: chosenBy, test: tested }, notes }
}

/**
 * Divides samples into folds for cross-validation: each sample is to test in one of them. Samples that share an id, a content or a group are in
 * one fold, and classes are spread evenly over all.
 *
 * @param validation the part of each fold's training samples to choose the model by; null: none
 * @returns splits by fold, and what the user should know of the samples
 * @throws RomaeError `APP_FOLDS` where there are fewer samples (or groups) than folds, or of a class; `APP_NOTHING_LEFT`
 */
export async function foldSplits<Sample>(
  all: SampleSet<Sample>,
  { folds, validation }: { readonly folds: number; readonly validation: number | null },
  { seed, by }: Pick<HeldOut, 'seed' | 'by'>,
  name: string,
): Promise<{ readonly splits: readonly Splits<Sample>[]; readonly notes: readonly string[] }> {
  const given: Split<Sample> = { set: all, keys: await knownKeys(all, name) }
  const groups = groupsOf(given.keys)
  const parts = foldsOf(strataOf(all, folds), {
    folds,
    seed,
    stratify: by === 'class',
    ...(groups !== null && { groups }),
  })
  const splits = parts.map(({ train: training, test }): Splits<Sample> => {
    const whole = selectSplit(given, training)
    const tested = selectSplit(given, test)
    if (validation === null) return { train: whole, validation: null, test: tested }
    const how = { fraction: validation, seed, by, purpose: 'validation', groups: groupsOf(whole.keys) } as const
    const { train: rest, held } = divideSet(whole.set, how)
    return { train: selectSplit(whole, rest), validation: selectSplit(whole, held), test: tested }
  })
  return { splits, notes: [...copyNotes(given, name), ...groupNotes(given, name)] }
}

function foldsOf(labels: readonly string[], options: Parameters<typeof kFold>[1]) {
  try {
    return kFold(labels, options)
  } catch (cause) {
    if (!RomaeError.isInstance(cause, 'TRAINER_FOLDS')) throw cause
    throw errors.APP_FOLDS(cause.fields as Parameters<typeof errors.APP_FOLDS>[0], cause)
  }
}

/** @throws RomaeError `APP_IN_OTHER_SPLIT` where nothing is left */
function without<Sample>(
  split: Split<Sample>,
  what: string,
  others: readonly OtherFiles<Sample>[],
  name: string,
): { readonly kept: Split<Sample>; readonly note: string | null } {
  const [own, ...theirs] = jointGroups([split.keys, ...others.map(({ keys }) => keys)]) as [number[], ...number[][]]
  const elsewhere = new Set(theirs.flat())
  const indices = [...own.keys()]
  const out = indices.filter((index) => elsewhere.has(own[index]!))
  if (out.length === 0) return { kept: split, note: null }
  const options = others.map(({ option }) => option).join(' or ')
  const kept = indices.filter((index) => !elsewhere.has(own[index]!))
  if (kept.length === 0) throw errors.APP_IN_OTHER_SPLIT({ samples: out.length, name, what, options })
  return { kept: selectSplit(split, kept), note: leftOutNote(split, out, others, { what, options, name }) }
}

/** The groups of several sets' samples, by one numbering. */
function jointGroups(sets: readonly KnownKeys[]): number[][] {
  const groups = joinGroups(...keyKinds.map(([kind]) => sets.flatMap((keys) => keys[kind])))
  let start = 0
  return sets.map(({ ids }) => {
    start += ids.length
    return groups.slice(start - ids.length, start)
  })
}

/** The group of each sample; null if every sample is a group of its own, so that splits made before groups existed stay. */
function groupsOf(keys: KnownKeys): readonly number[] | null {
  const [groups] = jointGroups([keys]) as [number[]]
  return groups.every((group, index) => group === index) ? null : groups
}

function selectSplit<Sample>({ set, keys }: Split<Sample>, indices: readonly number[]): Split<Sample> {
  const pick = (list: readonly (string | undefined)[]) => indices.map((index) => list[index])
  const { ids, groups, contents } = keys
  return { set: select(set, indices), keys: { ids: pick(ids), groups: pick(groups), contents: pick(contents) } }
}
