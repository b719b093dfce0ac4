import { createRandom } from '@romae/internal/random'
import { expect, it } from 'vitest'
import { fitStateSpace, WORK } from './expectation-maximization.ts'
import type { Observed } from './filter.ts'
import { smooth } from './smoother.ts'
import type { StateSpace } from './transitions.ts'

const size = 2
const truth: StateSpace = {
  size,
  transition: Float64Array.of(0.8, 0.15, -0.2, 0.6),
  innovation: Float64Array.of(0.3, 0.1, 0.1, 0.4),
  noise: Float64Array.of(0.05, 0.2),
}

/** So many rows of the process, of which a part is missing. */
function drawn(rows: number, missing: number, seed: number): Observed {
  const random = createRandom(seed, 'process')
  const values = new Float64Array(rows * size)
  let [one, other] = [0, 0]
  for (let row = 0; row < rows; row++) {
    const [first, second] = [random.normal(), random.normal()]
    const [a, b, c, d] = truth.transition
    const w = Math.sqrt(0.3) * first
    const v = (0.1 / Math.sqrt(0.3)) * first + Math.sqrt(0.4 - 0.1 ** 2 / 0.3) * second
    ;[one, other] = [a! * one + b! * other + w, c! * one + d! * other + v]
    values[row * size] = random.uniform() < missing ? Number.NaN : one + Math.sqrt(0.05) * random.normal()
    values[row * size + 1] = random.uniform() < missing ? Number.NaN : other + Math.sqrt(0.2) * random.normal()
  }
  return { steps: new Float64Array(rows).fill(1), values }
}

const likelihoodOf = (model: StateSpace, observed: Observed) => smooth(model, observed, () => {})

it('finds the process that values come from, though two fifths of them are missing', () => {
  const observed = drawn(6000, 0.4, 1)
  const model = fitStateSpace([observed], size)
  model.transition.forEach((value, index) => {
    expect(Math.abs(value - truth.transition[index]!)).toBeLessThan(0.1)
  })
  // As likely as the true one on what it was fitted to, nearly so on what it was not.
  expect(likelihoodOf(model, observed)).toBeGreaterThan(likelihoodOf(truth, observed) - 3)
  const others = drawn(6000, 0.4, 2)
  expect(likelihoodOf(model, others)).toBeGreaterThan(likelihoodOf(truth, others) - 20)
})

it('takes a part of many short series, and does for rows without a pair', () => {
  const short = Array.from({ length: 10_000 }, (_, index) => drawn(10, 0.2, index))
  const started = process.cpuUsage().user
  const model = fitStateSpace(short, size, WORK / 10)
  expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(4)
  expect(Math.abs(model.transition[0]! - 0.8)).toBeLessThan(0.15)
  const single = fitStateSpace([drawn(1, 0, 1), drawn(1, 1, 2)], size)
  expect([...single.transition, ...single.innovation, ...single.noise].every(Number.isFinite)).toBe(true)
})
