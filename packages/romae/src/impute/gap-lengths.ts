/** Lengths of gaps that are told apart, in rows: the most of each. */
const MOST = [1, 3, 8, 24, Infinity]
const NAMES = ['1', '2–3', '4–8', '9–24', '25+']

export const GAP_LENGTHS = NAMES.length

/** Which of the lengths a gap of so many rows has: an index from 0. */
export function lengthOf(rows: number): number {
  return MOST.findIndex((most) => rows <= most)
}

/** In rows: `2–3`. */
export function nameOfLength(length: number): string {
  return NAMES[length]!
}
