import { joinGroups } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { divideSet, type HeldOut, select } from '../modality/split.ts'
import type { Part } from './part.ts'
import { copyNotes, groupNotes, leftOutNote } from './part-notes.ts'
import { type KnownKeys, keyKinds, knownKeys } from './sample-keys.ts'

/** The parts of labelled samples. No sample, and no group of samples, is in two of them. */
export interface Parts<Sample> {
  readonly train: Part<Sample>
  /** Samples to choose the model by; null if the last model is taken. */
  readonly validation: Part<Sample> | null
  /** Samples to evaluate the model on, once. */
  readonly test: Part<Sample>
}

/** The source of each part: files of its own, or a fraction of `all`. */
export interface PartSources<Sample> {
  readonly all: SampleSet<Sample>
  readonly test: SampleSet<Sample> | number
  /** Null: none is wanted. */
  readonly validation: SampleSet<Sample> | number | null
}

/** A part from files of its own. */
interface OtherFiles<Sample> extends Part<Sample> {
  /** The option that names them. */
  readonly option: string
}

/**
 * Divides samples so that no two parts share a sample, an id, a content or a group. Samples of one set that share any of these
 * are held out together. Between files, test files stay whole, and samples that share something with them are left out of the
 * other parts.
 *
 * @param name of the samples: `series`
 * @returns the parts, and what the user should know of them
 * @throws RomaeError `APP_NOTHING_LEFT`, `APP_IN_OTHER_PART`
 */
export async function divideParts<Sample>(
  { all, test, validation }: PartSources<Sample>,
  { seed, by }: Pick<HeldOut, 'seed' | 'by'>,
  name: string,
): Promise<{ readonly parts: Parts<Sample>; readonly notes: readonly string[] }> {
  const asPart = async (set: SampleSet<Sample>): Promise<Part<Sample>> => ({ set, keys: await knownKeys(set, name) })
  const given = await asPart(all)
  const notes = [...copyNotes(given, name), ...groupNotes(given, name)]
  const leave = (part: Part<Sample>, what: string, others: readonly OtherFiles<Sample>[]) => {
    const { kept, note } = without(part, what, others, name)
    if (note !== null) notes.push(note)
    return kept
  }

  const others: OtherFiles<Sample>[] = []
  if (typeof test !== 'number') others.push({ ...(await asPart(test)), option: '--test' })
  if (validation !== null && typeof validation !== 'number') {
    others.push({ ...leave(await asPart(validation), 'validation', others), option: '--validation-data' })
  }
  let train = leave(given, 'training', others)
  const partOf = (option: string, fraction: number, purpose: HeldOut['purpose']) => {
    const files = others.find((other) => other.option === option)
    if (files !== undefined) return files
    const { train: rest, held } = divideSet(train.set, { fraction, seed, by, purpose, groups: groupsOf(train.keys) })
    const taken = selectPart(train, held)
    train = selectPart(train, rest)
    return taken
  }
  const tested = partOf('--test', Number(test), 'test')
  const chosenBy = validation === null ? null : partOf('--validation-data', Number(validation), 'validation')
  return { parts: { train, validation: chosenBy, test: tested }, notes }
}

/** @throws RomaeError `APP_IN_OTHER_PART` where nothing is left */
function without<Sample>(
  part: Part<Sample>,
  what: string,
  others: readonly OtherFiles<Sample>[],
  name: string,
): { readonly kept: Part<Sample>; readonly note: string | null } {
  const [own, ...theirs] = jointGroups([part.keys, ...others.map(({ keys }) => keys)]) as [number[], ...number[][]]
  const elsewhere = new Set(theirs.flat())
  const indices = [...own.keys()]
  const out = indices.filter((index) => elsewhere.has(own[index]!))
  if (out.length === 0) return { kept: part, note: null }
  const options = others.map(({ option }) => option).join(' or ')
  const kept = indices.filter((index) => !elsewhere.has(own[index]!))
  if (kept.length === 0) throw errors.APP_IN_OTHER_PART({ samples: out.length, name, what, options })
  return { kept: selectPart(part, kept), note: leftOutNote(part, out, others, { what, options, name }) }
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

function selectPart<Sample>({ set, keys }: Part<Sample>, indices: readonly number[]): Part<Sample> {
  const pick = (list: readonly (string | undefined)[]) => indices.map((index) => list[index])
  const { ids, groups, contents } = keys
  return { set: select(set, indices), keys: { ids: pick(ids), groups: pick(groups), contents: pick(contents) } }
}
