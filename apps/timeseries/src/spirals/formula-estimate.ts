import type { SpiralSplit } from '@romae/datasets'

const NOISE = 0.1

/** Mean and standard deviation of the two numbers that make a spiral: `r = a + b s`. */
const PRIOR = { a: { mean: 0, std: 0.02 }, b: { mean: 0.3, std: 0.02 } } as const

/**
 * How well masked points can be known: the root mean squared error, against the curves without noise, of the best estimate by
 * someone who knows the formula, the distribution of its two numbers and which kind each spiral is of, and has only to find
 * the two numbers from the points that are seen. (The posterior mean of a linear model with normal noise.)
 *
 * The radius is `a + b s`, with `s` the angle outwards and 50 / angle inwards; a point's noise along the radius is as large as
 * that of a coordinate, and an error of the radius is shared by both coordinates.
 */
export function formulaError({ count, length, times, noisy, clean, mask, inwards }: SpiralSplit): number {
  let [squares, masked] = [0, 0]
  for (let spiral = 0; spiral < count; spiral++) {
    const isInwards = inwards[spiral] === 1
    const points = Array.from(times, (time, index) => {
      const angle = isInwards ? 1 + time : time
      const at = 2 * (spiral * length + index)
      const radius = (of: Float32Array) =>
        (of[at]! + (isInwards ? 5 : -5)) * Math.cos(angle) + of[at + 1]! * Math.sin(angle)
      return {
        slope: isInwards ? 50 / angle : angle,
        seen: radius(noisy),
        true: radius(clean),
        isMasked: mask[spiral * length + index] === 1,
      }
    })
    const [a, b] = posteriorMean(points.filter(({ isMasked }) => !isMasked))
    for (const point of points) {
      if (!point.isMasked) continue
      squares += (a + b * point.slope - point.true) ** 2
      masked++
    }
  }
  return Math.sqrt(squares / (2 * masked))
}

/** The mean of `a` and `b` given radii with noise: the normal equations of two unknowns. */
function posteriorMean(
  points: readonly { readonly slope: number; readonly seen: number }[],
): readonly [number, number] {
  const [weightA, weightB] = [(NOISE / PRIOR.a.std) ** 2, (NOISE / PRIOR.b.std) ** 2]
  let [aa, ab, bb] = [weightA, 0, weightB]
  let [a, b] = [weightA * PRIOR.a.mean, weightB * PRIOR.b.mean]
  for (const { slope, seen } of points) {
    aa += 1
    ab += slope
    bb += slope ** 2
    a += seen
    b += slope * seen
  }
  const determinant = aa * bb - ab ** 2
  return [(bb * a - ab * b) / determinant, (aa * b - ab * a) / determinant]
}
