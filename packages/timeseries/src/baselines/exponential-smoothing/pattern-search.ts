/**
 * The least value of a function of a few numbers from 0 to 1: from the best of the given points, steps along one number at a
 * time, halved when none helps (Hooke and Jeeves, 1961).
 */
export function patternSearch(
  value: (point: readonly number[]) => number,
  starts: readonly (readonly number[])[],
  precision = 1e-3,
): { readonly point: readonly number[]; readonly value: number } {
  const [first, ...others] = starts.map((point) => ({ point, value: value(point) }))
  let best = others.reduce((least, one) => (one.value < least.value ? one : least), first!)
  for (let step = 0.2; step >= precision; ) {
    const before = best
    for (const index of best.point.keys()) {
      for (const move of [step, -step]) {
        const moved = Math.min(1, Math.max(0, best.point[index]! + move))
        const point = best.point.with(index, moved)
        const own = value(point)
        if (own < best.value) best = { point, value: own }
      }
    }
    if (best === before) step /= 2
  }
  return best
}
