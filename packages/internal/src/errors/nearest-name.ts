import { listed } from './quote.ts'

/** Longer names are no mistyped ones, and comparing two takes time in proportion to the product of their lengths. */
const LONGEST_NAME = 100

/** Of more known names than this the first are looked at: a table may have a million columns. */
const MOST_KNOWN = 1000

/**
 * The known name that is closest to a mistyped one (Levenshtein distance), or null when none is near.
 *
 * Near means: at most a third of the letters differ, and never fewer than two are allowed to. Names of more than 100
 * characters are near to none, and only the first 1000 known ones are looked at, so that it takes milliseconds whatever a
 * file holds.
 */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > LONGEST_NAME) return null
  let best: string | null = null
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known.slice(0, MOST_KNOWN)) {
    // So many letters at least have to be added or removed.
    if (Math.abs(name.length - candidate.length) >= bestDistance) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** ` (did you mean "depth"?)`, or the list of known names when none is near: to end a message with. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return nearest === null ? ` (known: ${listed(known)})` : ` (did you mean "${nearest}"?)`
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(substitution, previous[column]! + 1, current[column - 1]! + 1))
    }
    previous = current
  }
  return previous[b.length]!
}
