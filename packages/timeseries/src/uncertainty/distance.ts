/** Distances that are told apart, in rows: the most of each. */
const MOST = [1, 2, 4, 8, 16, Infinity]

export const DISTANCE_CLASSES = MOST.length

/**
 * `[row]`: how many rows it is to the nearest one with a value, before or after; 0 where there is one, and Infinity in a channel
 * that has none.
 *
 * @param missing 1 where a channel has no value, as `rowsOf` gives it
 */
export function distancesToKnown(missing: ArrayLike<number>): Float64Array {
  const distances = new Float64Array(missing.length)
  let since = Infinity
  for (let row = 0; row < missing.length; row++) {
    since = missing[row] === 1 ? since + 1 : 0
    distances[row] = since
  }
  let until = Infinity
  for (let row = missing.length - 1; row >= 0; row--) {
    until = missing[row] === 1 ? until + 1 : 0
    distances[row] = Math.min(distances[row]!, until)
  }
  return distances
}

/** Which of the distances that are told apart one of so many rows is: an index from 0. */
export function distanceClass(rows: number): number {
  return MOST.findIndex((most) => rows <= most)
}
