/** The golden section: its multiples modulo 1 fall evenly, and into no rhythm that data may have. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Indices below `length`: all of them, or `most`. */
export function evenly(length: number, most: number): Iterable<number> {
  if (length <= most) return Array(length).keys()
  return Array.from({ length: most }, (_, place) => Math.floor((((place + 0.5) * GOLDEN) % 1) * length))
}
