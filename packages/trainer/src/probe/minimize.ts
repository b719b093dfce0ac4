/** A smooth function: its value at a place, and its gradient, which it writes. */
export type Smooth = (place: Float64Array, gradient: Float64Array) => number

/** Pairs of steps and changes of the gradient that are remembered. */
const MEMORY = 10
/** How much of what the slope promises a step has to bring (Armijo), and the shortest step that is tried. */
const SUFFICIENT = 1e-4
const SHORTEST = 1e-10

/**
 * The minimum of a convex function, by L-BFGS (Nocedal, 1980; Algorithm 7.4 of Nocedal and Wright) with backtracking.
 *
 * @param start not changed
 * @param tolerance it ends where no entry of the gradient is larger, after `most` iterations, or where no step brings anything
 */
export function minimize(value: Smooth, start: Float64Array, { most = 200, tolerance = 1e-6 } = {}): Float64Array {
  let place = start.slice()
  let gradient = new Float64Array(start.length)
  let current = value(place, gradient)
  const steps: { readonly step: Float64Array; readonly change: Float64Array; readonly curvature: number }[] = []
  for (let iteration = 0; iteration < most; iteration++) {
    if (gradient.every((entry) => Math.abs(entry) <= tolerance)) break
    const direction = downhill(gradient, steps)
    const slope = dot(direction, gradient)
    // Without memory of the curvature, the first step is of length 1 at most.
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1
    let [next, nextGradient, reached] = [place, gradient, Infinity]
    while (length > SHORTEST) {
      next = place.map((entry, index) => entry + length * direction[index]!)
      nextGradient = new Float64Array(start.length)
      reached = value(next, nextGradient)
      if (reached <= current + SUFFICIENT * length * slope) break
      length /= 2
    }
    if (!(reached < current)) break
    const step = next.map((entry, index) => entry - place[index]!)
    const change = nextGradient.map((entry, index) => entry - gradient[index]!)
    const curvature = dot(step, change)
    if (curvature > 0) steps.push({ step, change, curvature })
    if (steps.length > MEMORY) steps.shift()
    ;[place, gradient, current] = [next, nextGradient, reached]
  }
  return place
}

/** The direction of descent that curvature along the last steps suggests: the two loops of L-BFGS. */
function downhill(
  gradient: Float64Array,
  steps: readonly { readonly step: Float64Array; readonly change: Float64Array; readonly curvature: number }[],
): Float64Array {
  const direction = gradient.map((entry) => -entry)
  const shares = steps.map(() => 0)
  for (let index = steps.length - 1; index >= 0; index--) {
    const { step, change, curvature } = steps[index]!
    shares[index] = dot(step, direction) / curvature
    add(direction, change, -shares[index]!)
  }
  const last = steps.at(-1)
  if (last !== undefined) {
    const scale = last.curvature / dot(last.change, last.change)
    for (let index = 0; index < direction.length; index++) direction[index]! *= scale
  }
  steps.forEach(({ step, change, curvature }, index) => {
    add(direction, step, shares[index]! - dot(change, direction) / curvature)
  })
  return direction
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!
  return sum
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let index = 0; index < to.length; index++) to[index]! += times * what[index]!
}
