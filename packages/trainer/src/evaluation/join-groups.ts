import { errors } from '../errors.ts'

/** What tells that samples belong together, such as a patient, a file's name or a checksum: one a sample; undefined: nothing. */
export type SampleKeys = readonly (string | number | undefined)[]

/**
 * Which samples must stay in one part of a split: those that have a key in common, and those that are linked over others. A
 * patient with two recordings, of which one is there twice under other names, is one group.
 *
 * @param lists lists of one key a sample; keys of different lists are never the same
 * @returns one number a sample, the same for samples of one group: the index of the first of them. Give it to `kFold` and
 *   `holdOut` as `groups`.
 * @throws RomaeError `TRAINER_COUNT_MISMATCH` where lists differ in length
 */
export function joinGroups(...lists: readonly SampleKeys[]): number[] {
  const expected = lists[0]?.length ?? 0
  const wrong = lists.find(({ length }) => length !== expected)
  if (wrong !== undefined) throw errors.TRAINER_COUNT_MISMATCH({ what: 'keys', expected, got: wrong.length })
  // A forest: each sample points to an earlier one of its group, or to itself.
  const parents = Array.from({ length: expected }, (_, sample) => sample)
  const rootOf = (sample: number): number => {
    let root = sample
    while (parents[root] !== root) root = parents[root]!
    for (let at = sample; at !== root; ) [at, parents[at]] = [parents[at]!, root]
    return root
  }
  for (const keys of lists) {
    const firsts = new Map<string | number, number>()
    keys.forEach((key, sample) => {
      if (key === undefined) return
      const first = firsts.get(key)
      if (first === undefined) {
        firsts.set(key, sample)
        return
      }
      const [a, b] = [rootOf(first), rootOf(sample)]
      parents[Math.max(a, b)] = Math.min(a, b)
    })
  }
  return parents.map((_, sample) => rootOf(sample))
}
