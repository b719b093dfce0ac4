/**
 * An exponential moving average, corrected for its start, for noisy curves.
 *
 * @param memory how many values the average reaches back over, about
 */
export function smooth(values: readonly number[], memory: number): number[] {
  const keep = 1 - 1 / memory
  let sum = 0
  let weight = 0
  return values.map((value) => {
    sum = keep * sum + value
    weight = keep * weight + 1
    return sum / weight
  })
}
