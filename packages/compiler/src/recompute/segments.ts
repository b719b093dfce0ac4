import type { Activation } from './forward-pass.ts'

/** So many limits of a segment's size are tried. */
const TRIALS = 32

/**
 * Where to cut a forward pass into segments. What crosses a cut is kept; all else that a segment's backward pass reads is
 * computed again, a segment at a time. Of the cuts that leave no segment more to compute again than a limit, those that keep
 * least are found; and of such limits the one with the least memory in all: what is kept, and the largest segment (Chen et al.
 * 2016, arXiv 1604.06174, algorithm 3, which has a heuristic in place of the search for the least).
 *
 * @param count nodes of the forward pass
 * @returns the places where segments begin, the first, 0, among them
 */
export function findSegments(count: number, activations: Iterable<Activation>): readonly number[] {
  const made = Array.from({ length: count }, (): Activation[] => [])
  let total = 0
  for (const activation of new Set(activations)) {
    made[activation.made]!.push(activation)
    if (activation.saved) total += activation.bytes
  }
  let best: { readonly starts: readonly number[]; readonly memory: number } = { starts: [0], memory: total }
  for (let trial = 1; trial < TRIALS; trial++) {
    const found = leastKept(made, total * (1 - trial / TRIALS) ** 2)
    if (found !== null && found.memory < best.memory) best = found
  }
  return best.starts
}

/** The cuts that keep least, where no segment has more than `limit` bytes to compute again; null if there are none. */
function leastKept(made: readonly (readonly Activation[])[], limit: number) {
  // Of the nodes before each place: the least that is kept, the largest segment then, and where its last segment begins.
  const ways: { kept: number; largest: number; start: number }[] = [{ kept: 0, largest: 0, start: 0 }]
  for (let end = 1; end <= made.length; end++) {
    let way = { kept: Number.POSITIVE_INFINITY, largest: 0, start: -1 }
    let [kept, again] = [0, 0]
    for (let start = end - 1; start >= 0; start--) {
      // What was made before `start` and crosses `end` crosses `start` too, and is counted there.
      for (const { lastRead, saved, bytes } of made[start]!) {
        if (lastRead >= end) kept += bytes
        else if (saved) again += bytes
      }
      if (again > limit) break
      const before = ways[start]!
      if (before.kept + kept < way.kept) {
        way = { kept: before.kept + kept, largest: Math.max(before.largest, again), start }
      }
    }
    ways.push(way)
  }
  const { kept, largest } = ways.at(-1)!
  if (kept === Number.POSITIVE_INFINITY) return null
  const starts: number[] = []
  for (let place = made.length; place > 0; place = ways[place]!.start) starts.push(ways[place]!.start)
  return { starts: starts.reverse(), memory: kept + largest }
}
