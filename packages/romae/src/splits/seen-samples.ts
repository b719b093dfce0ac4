import { join } from 'node:path'
import { readTextFile } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import { errors } from '../errors.ts'
import { keyTest, packKeys } from './key-set.ts'
import { type KnownKeys, keyKinds } from './sample-keys.ts'

/** The file beside a model that records the samples it has seen, as short checksums that reveal no sample. */
export const seenFile = 'samples.json'

const formatVersion = 1

/** Of the file: 48 bytes a sample, of ten million. */
const mostBytes = 2 ** 29

/** Samples that something was done with: their number, and their keys of each kind, packed. */
export interface SeenSamples extends Readonly<Record<keyof KnownKeys, string>> {
  readonly samples: number
}

/** The samples that a model has seen, by use; null for none. */
export interface ModelHistory {
  /** Samples that its weights were trained on, in its own run. */
  readonly training: SeenSamples
  /** Samples that its step was chosen by. */
  readonly validation: SeenSamples | null
  /** Samples that the pre-trained model was trained on; `unknown` if its run did not record them. */
  readonly pretraining: SeenSamples | 'unknown' | null
}

/** A set's keys as they are recorded. */
export function seenSamples({ ids, groups, contents }: KnownKeys): SeenSamples {
  return { samples: ids.length, ids: packKeys(ids), groups: packKeys(groups), contents: packKeys(contents) }
}

/** The contents of `samples.json`. */
export function seenRecord(history: ModelHistory): unknown {
  return { formatVersion, ...history }
}

/**
 * What a model has seen, by the file beside it.
 *
 * @returns null for a model that was made before this was recorded
 * @throws RomaeError `APP_NO_MODEL` for a file that cannot be read, or of a newer version
 */
export async function readHistory(modelFolder: string): Promise<ModelHistory | null> {
  const refuse = (problem: string, cause?: unknown) =>
    errors.APP_NO_MODEL({ folder: modelFolder, reason: `${seenFile} ${problem}: remove it to do without` }, cause)
  let text: string
  try {
    text = await readTextFile(join(modelFolder, seenFile), mostBytes)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw refuse(`cannot be read (${message})`, cause)
  }
  let record: Partial<ModelHistory> & { readonly formatVersion?: unknown }
  try {
    record = parseJson(text) as typeof record
  } catch (cause) {
    throw refuse(`cannot be read (${(cause as Error).message})`, cause)
  }
  if (record?.formatVersion !== formatVersion) {
    throw refuse(`has the format version ${String(record?.formatVersion)}, and ${formatVersion} is known`)
  }
  const { training, validation = null, pretraining = null } = record
  const isFine = (seen: unknown) => seen === null || areSeen(seen)
  if (!areSeen(training) || !isFine(validation) || !(pretraining === 'unknown' || isFine(pretraining))) {
    throw refuse('does not hold what it should')
  }
  return { training, validation, pretraining }
}

function areSeen(value: unknown): value is SeenSamples {
  const seen = (value ?? {}) as Readonly<Record<string, unknown>>
  const isText = (kind: string) => typeof seen[kind] === 'string' && seen[kind].length % 16 === 0
  return Number.isSafeInteger(seen.samples) && keyKinds.every(([kind]) => isText(kind))
}

/** How many samples were seen or share a group with one that was, and the kinds of keys that show it. */
export interface Overlap {
  readonly seen: number
  readonly of: number
  /** The kinds of keys that matched: `id`, `group`, `content`. */
  readonly by: readonly string[]
}

export function overlapOf(keys: KnownKeys, seen: SeenSamples): Overlap {
  const tests = keyKinds.map(([kind, word]) => ({ kind, word, isSeen: keyTest(seen[kind]) }))
  const by = new Set<string>()
  const found = [...keys.ids.keys()].filter((index) => {
    const kinds = tests.filter(({ kind, isSeen }) => isSeen(keys[kind][index]))
    for (const { word } of kinds) by.add(word)
    return kinds.length > 0
  })
  return { seen: found.length, of: keys.ids.length, by: [...by] }
}
