/** Steps ahead that tables show, from 0: up to eight all of them, else 1, 2, 4, 8, … and the last. */
export function shownSteps(horizon: number): number[] {
  if (horizon <= 8) return [...Array(horizon).keys()]
  const steps: number[] = []
  for (let ahead = 1; ahead < horizon; ahead *= 2) steps.push(ahead - 1)
  return [...steps, horizon - 1]
}
