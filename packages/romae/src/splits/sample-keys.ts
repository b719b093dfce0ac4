import { inOrder } from '@romae/internal/iteration'
import type { SampleKeys, SampleSet } from '../modality/host-modality.ts'
import { readingProgress } from '../terminal/reading-progress.ts'

/** Keys that are all known: lists with one entry a sample, undefined where it has none. */
export type KnownKeys = Readonly<Record<'ids' | 'groups' | 'contents', readonly (string | undefined)[]>>

/** The kinds of keys, with what messages call one. */
export const keyKinds = [
  ['ids', 'id'],
  ['groups', 'group'],
  ['contents', 'content'],
] as const satisfies readonly [keyof KnownKeys, string][]

/** The keys of some of the samples, in the order of `indices`. */
export function selectKeys({ ids, groups, content }: SampleKeys, indices: readonly number[]): SampleKeys {
  return {
    ...(ids !== undefined && { ids: indices.map((index) => ids[index]) }),
    ...(groups !== undefined && { groups: indices.map((index) => groups[index]) }),
    ...(content !== undefined && { content: (place: number) => content(indices[place]!) }),
  }
}

/**
 * All keys of a set. Checksums of contents are computed now, for which files may be read; says how far it is where that takes
 * long.
 *
 * @param name of the samples: `images`
 */
export async function knownKeys<Sample>({ samples, keys = {} }: SampleSet<Sample>, name: string): Promise<KnownKeys> {
  const { length } = samples
  const none = Array<undefined>(length).fill(undefined)
  const { ids = none, groups = none, content } = keys
  if (content === undefined) return { ids, groups, contents: none }
  const contents: string[] = []
  const progress = readingProgress(`comparing ${name}`, length)
  try {
    for await (const one of inOrder({ length, sample: progress.watch(content) })) contents.push(one)
    return { ids, groups, contents }
  } finally {
    progress.stop()
  }
}
