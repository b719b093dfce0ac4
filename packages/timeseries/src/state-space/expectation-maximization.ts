import { factorize, solveFactorized } from '../linear-algebra/cholesky.ts'
import { multiplyTransposed, symmetrize } from '../linear-algebra/products.ts'
import { evenly } from '../series/evenly.ts'
import type { Observed } from './filter.ts'
import { smooth } from './smoother.ts'
import { type StateSpace, spectralRadius } from './transitions.ts'

/** Multiplications of a fit, about; of longer series as many rows are taken, and the iterations are fewer. */
export const WORK = 1.5e9
const MOST_ITERATIONS = 40
const LEAST_ITERATIONS = 12
/** The fit ends when the log-likelihood of a value rises by less. */
const TOLERANCE = 1e-5
/** Rows for each channel that are taken however much work that is. */
const ROWS_A_CHANNEL = 20
/** Rows of a stretch at most, where not all are taken. */
const STRETCH = 200
/** A process that forgets nothing has no spread to come to. */
const LARGEST_RADIUS = 0.999
/** Variances are of values whose spread is 1: noise below this is none, and would make numbers unsafe. */
const LEAST_NOISE = 1e-4
const LEAST_INNOVATION = 1e-5
/** Where nothing tells how a value follows from the one before. */
const USUAL_CORRELATION = 0.5

/**
 * A vector autoregression by maximum likelihood, with expectation-maximisation (Shumway and Stoffer 1982): missing values are
 * no values, at every step. The influence of channels on each other is held back by as many values as there are
 * channels, so that a few rows do not decide 40² numbers.
 *
 * @param all rows of one step each, values of a spread of about 1
 * @param work multiplications that it may take, about
 */
export function fitStateSpace(all: readonly Observed[], size: number, work: number = WORK): StateSpace {
  const cost = workOfRow(size)
  const rows = all.reduce((sum, { steps }) => sum + steps.length, 0)
  const iterations = Math.min(
    MOST_ITERATIONS,
    Math.max(LEAST_ITERATIONS, Math.floor(work / (cost * Math.max(1, rows)))),
  )
  const most = Math.max(ROWS_A_CHANNEL * size, Math.floor(work / (cost * iterations)))
  const taken = rows <= most ? all : stretchesOf(all, size, most)
  const count = taken.reduce((sum, { values }) => sum + values.filter((value) => !Number.isNaN(value)).length, 0)
  let model = initialModel(taken, size)
  const prior = model.transition
  let before = -Infinity
  for (let iteration = 0; iteration < iterations && count > 0; iteration++) {
    const moments = expectation(model, taken)
    if (!Number.isFinite(moments.likelihood)) break
    if (moments.likelihood - before < TOLERANCE * count) break
    before = moments.likelihood
    const next = maximization(moments, model, prior)
    if (next === null) break
    model = next
  }
  return model
}

/** Multiplications of the filter and the smoother in one row, about. */
function workOfRow(size: number): number {
  return 12 * size ** 3 + 20 * size ** 2 + 200
}

/** Stretches, evenly picked from those that all series are cut into, with at least so many rows if there are. */
function stretchesOf(all: readonly Observed[], size: number, most: number): Observed[] {
  const cut = all.flatMap(({ steps, values }) =>
    Array.from({ length: Math.ceil(steps.length / STRETCH) }, (_, index): Observed => {
      const [start, end] = [index * STRETCH, (index + 1) * STRETCH]
      return { steps: steps.subarray(start, end), values: values.subarray(start * size, end * size) }
    }),
  )
  const rows = cut.reduce((sum, { steps }) => sum + steps.length, 0)
  return Array.from(evenly(cut.length, Math.ceil((cut.length * most) / rows)), (place) => cut[place]!)
}

/** Each channel by itself, from its neighbouring values. */
function initialModel(all: readonly Observed[], size: number): StateSpace {
  const transition = new Float64Array(size * size)
  const innovation = new Float64Array(size * size)
  for (let channel = 0; channel < size; channel++) {
    // As if two pairs more had been seen, of the usual correlation.
    let [products, squares] = [2 * USUAL_CORRELATION, 2]
    for (const { steps, values } of all) {
      for (let row = 1; row < steps.length; row++) {
        const [earlier, later] = [values[(row - 1) * size + channel]!, values[row * size + channel]!]
        if (Number.isNaN(earlier) || Number.isNaN(later)) continue
        products += earlier * later
        squares += (earlier ** 2 + later ** 2) / 2
      }
    }
    const correlation = Math.min(0.98, Math.max(-0.5, products / squares))
    transition[channel * size + channel] = correlation
    innovation[channel * size + channel] = 1 - correlation ** 2
  }
  return { size, transition, innovation, noise: new Float64Array(size).fill(0.1) }
}

/** Sums over rows of second moments of the states, given all observations. */
interface Moments {
  readonly likelihood: number
  /** Pairs of neighbouring rows. */
  readonly pairs: number
  /** Of states with one before them, of pairs (the later one first), and of states with one after them. */
  readonly later: Float64Array
  readonly lagged: Float64Array
  readonly earlier: Float64Array
  /** `[size]`: of what is observed, less its state; and how many there are. */
  readonly squares: Float64Array
  readonly counts: Float64Array
}

function expectation(model: StateSpace, all: readonly Observed[]): Moments {
  const { size } = model
  const sums = () => new Float64Array(size * size)
  const [later, lagged, earlier] = [sums(), sums(), sums()]
  const [squares, counts] = [new Float64Array(size), new Float64Array(size)]
  const next = new Float64Array(size)
  let [likelihood, pairs] = [0, 0]
  for (const observed of all) {
    likelihood += smooth(
      model,
      observed,
      (state) => {
        const { row, mean, covariance } = state
        for (let i = 0; i < size; i++) {
          const value = observed.values[row * size + i]!
          if (!Number.isNaN(value)) {
            squares[i]! += (value - mean[i]!) ** 2 + covariance[i * size + i]!
            counts[i]!++
          }
          for (let j = 0; j < size; j++) {
            const place = i * size + j
            const moment = covariance[place]! + mean[i]! * mean[j]!
            if (row > 0) later[place]! += moment
            if (state.lagged === null) continue
            earlier[place]! += moment
            lagged[place]! += state.lagged[place]! + next[i]! * mean[j]!
          }
        }
        if (row > 0) pairs++
        next.set(mean)
      },
      { lagged: true },
    )
  }
  return { likelihood, pairs, later, lagged, earlier, squares, counts }
}

function maximization(moments: Moments, { size, noise: before }: StateSpace, prior: Float64Array): StateSpace | null {
  const { pairs, later, lagged, earlier, squares, counts } = moments
  if (pairs === 0) return null
  const ridge = Math.max(1, size - 1)
  const factor = earlier.slice()
  const transition = lagged.slice()
  for (let k = 0; k < size; k++) factor[k * size + k]! += ridge
  for (let k = 0; k < size * size; k++) transition[k]! += ridge * prior[k]!
  if (!factorize(factor, size)) return null
  solveFactorized(factor, size, transition)
  const radius = spectralRadius(transition, size)
  if (!Number.isFinite(radius)) return null
  if (radius > LARGEST_RADIUS) for (let k = 0; k < size * size; k++) transition[k]! *= LARGEST_RADIUS / radius
  // Q = (S₁₁ − S₁₀ Aᵀ − A S₁₀ᵀ + A S₀₀ Aᵀ) / n
  const [cross, half, quadratic] = [0, 1, 2].map(() => new Float64Array(size * size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  multiplyTransposed(transition, lagged, size, cross)
  multiplyTransposed(transition, earlier, size, half)
  multiplyTransposed(half, transition, size, quadratic)
  const innovation = new Float64Array(size * size)
  // Correlations that a few rows show by chance are held back.
  const kept = pairs / (pairs + size - 1)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const place = i * size + j
      const value = (later[place]! - cross[place]! - cross[j * size + i]! + quadratic[place]!) / pairs
      innovation[place] = i === j ? Math.max(value, LEAST_INNOVATION) : kept * value
    }
  }
  symmetrize(innovation, size)
  const noise = before.map((own, channel) => {
    return counts[channel] === 0 ? own : Math.max(LEAST_NOISE, squares[channel]! / counts[channel]!)
  })
  return { size, transition, innovation, noise }
}
