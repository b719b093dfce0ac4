import { quote } from '@romae/internal/errors'
import { type KnownKeys, keyKinds } from './sample-keys.ts'
import type { Split } from './split.ts'

/** Names that a message gives as examples. */
const SHOWN = 3

/** Some names, quoted: `"s1", "s2", "s3", …`. */
export function some(names: readonly string[]): string {
  return [...names.slice(0, SHOWN).map((name) => quote(name)), ...(names.length > SHOWN ? ['…'] : [])].join(', ')
}

/** Samples of a set that hold the same. */
export function copyNotes<Sample>({ set: { ids, labels }, keys }: Split<Sample>, name: string): string[] {
  const firsts = new Map<string, number>()
  const copies: number[] = []
  keys.contents.forEach((content, index) => {
    if (content === undefined) return
    if (firsts.has(content)) copies.push(index)
    else firsts.set(content, index)
  })
  if (copies.length === 0) return []
  const idsOf = (indices: readonly number[]) => some(indices.map((index) => ids[index]!))
  const contradicting = copies.filter((index) => labels[index] !== labels[firsts.get(keys.contents[index]!)!])
  return [
    `${copies.length} of ${ids.length} ${name} hold the same as another one (${idsOf(copies)}): copies stay in one part`,
    ...(contradicting.length > 0
      ? [`${contradicting.length} of them have another label than what they are a copy of (${idsOf(contradicting)})`]
      : []),
  ]
}

/** What is said to belong together. */
export function groupNotes<Sample>({ set, keys }: Split<Sample>, name: string): string[] {
  const groups = new Set(keys.groups.filter((group) => group !== undefined))
  return groups.size === 0 ? [] : [`${set.ids.length} ${name} of ${groups.size} groups, each in one part`]
}

/** Samples that are left out because others have them, or what they belong to. */
export function leftOutNote<Sample>(
  { set, keys }: Split<Sample>,
  out: readonly number[],
  others: readonly Split<Sample>[],
  { what, options, name }: { readonly what: string; readonly options: string; readonly name: string },
): string {
  const ids = some(out.map((index) => set.ids[index]!))
  const otherKeys = others.map((other) => other.keys)
  return (
    `left out of ${what}: ${out.length} of ${set.ids.length} ${name} that ${options} has too ` +
    `(${[reasonsOf(keys, out, otherKeys), ids].join('; ')})`
  )
}

/** By which kinds of keys samples are among others: `12 by id, 12 by content`. */
function reasonsOf(keys: KnownKeys, indices: readonly number[], others: readonly KnownKeys[]): string {
  const counts = keyKinds.flatMap(([kind, word]) => {
    const known = new Set(others.flatMap((other) => other[kind]).filter((key) => key !== undefined))
    const count = indices.filter((index) => known.has(keys[kind][index]!)).length
    return count === 0 ? [] : [`${count} by ${word}`]
  })
  return counts.join(', ')
}
