import { identity, multiply, multiplyTransposed, symmetrize } from '../linear-algebra/products.ts'

/** A vector autoregression of order 1 that is observed with noise, in units of its own: `x' = A x + w`, `y = x + v`. */
export interface StateSpace {
  readonly size: number
  /** `A`, `[size, size]`; its spectral radius is below 1. */
  readonly transition: Float64Array
  /** The covariance of `w`, `[size, size]`. */
  readonly innovation: Float64Array
  /** The variance of `v`, `[size]`. */
  readonly noise: Float64Array
}

/** What so many steps do: `x' = A x + w`, the covariance of `w` with it. */
export interface Transition {
  readonly transition: Float64Array
  readonly innovation: Float64Array
}

/** Transitions that are remembered: of irregular times there may be as many as rows. */
const MOST_REMEMBERED = 1024
/** After so many doublings nothing is left of where a stable process came from. */
const DOUBLINGS = 40

/** The transition over any whole number of steps, by repeated squaring: rows that are not there need not be gone through. */
export function transitionsOf({ size, transition, innovation }: StateSpace): (steps: number) => Transition {
  const one = { transition, innovation }
  const doubled: Transition[] = [one]
  const remembered = new Map<number, Transition>([[1, one]])
  return (steps) => {
    const known = remembered.get(steps)
    if (known !== undefined) return known
    let result: Transition = { transition: identity(size), innovation: new Float64Array(size * size) }
    for (let [left, power] = [steps, 0]; left >= 1; left = Math.floor(left / 2), power++) {
      if (power === doubled.length) doubled.push(followed(doubled[power - 1]!, doubled[power - 1]!, size))
      if (left % 2 === 1) result = followed(result, doubled[power]!, size)
    }
    if (remembered.size < MOST_REMEMBERED) remembered.set(steps, result)
    return result
  }
}

/** The covariance that the process comes to, wherever it began. */
export function stationaryCovariance({ size, transition, innovation }: StateSpace): Float64Array {
  let all: Transition = { transition, innovation }
  for (let doubling = 0; doubling < DOUBLINGS; doubling++) {
    all = followed(all, all, size)
    if (all.transition.every((value) => Math.abs(value) < 1e-12)) break
  }
  return all.innovation
}

/** One transition after another: `A₂ A₁`, and `Q₂ + A₂ Q₁ A₂ᵀ`. */
function followed(first: Transition, second: Transition, size: number): Transition {
  const transition = new Float64Array(size * size)
  multiply(second.transition, first.transition, size, transition)
  const half = new Float64Array(size * size)
  multiply(second.transition, first.innovation, size, half)
  const innovation = new Float64Array(size * size)
  multiplyTransposed(half, second.transition, size, innovation)
  for (let index = 0; index < innovation.length; index++) innovation[index]! += second.innovation[index]!
  symmetrize(innovation, size)
  return { transition, innovation }
}

/** A number that the spectral radius is not above: the root of the norm of a high power. */
export function spectralRadius(matrix: Float64Array, size: number): number {
  const doublings = 10
  let power = Float64Array.from(matrix)
  let logarithm = 0
  for (let doubling = 0; doubling < doublings; doubling++) {
    const norm = Math.hypot(...power)
    if (norm === 0) return 0
    const scaled = power.map((value) => value / norm)
    const next = new Float64Array(size * size)
    multiply(scaled, scaled, size, next)
    // What was divided out of the power counts as often as it is multiplied from here on.
    logarithm += Math.log(norm) / 2 ** doubling
    power = next
  }
  return Math.exp(logarithm + Math.log(Math.hypot(...power)) / 2 ** doublings)
}
