import { createRandom } from '@romae/internal/random'
import { describe, expect, it } from 'vitest'
import { model, size } from '../testing/process.ts'
import { smoothMeans } from './smooth-means.ts'
import { smooth } from './smoother.ts'
import { spectralRadius, stationaryCovariance, transitionsOf } from './transitions.ts'

type Matrix = number[][]
const count = (length: number) => Array.from({ length }, (_, index) => index)
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, column) => row.reduce((sum, value, k) => sum + value * b[k]![column]!, 0)))
const transposed = (a: Matrix): Matrix => a[0]!.map((_, column) => a.map((row) => row[column]!))
const toMatrix = (flat: Float64Array, size: number): Matrix =>
  count(size).map((row) => [...flat.subarray(row * size, (row + 1) * size)])

/** By Gauss and Jordan with pivots: nothing that the smoother uses. */
function inverse(matrix: Matrix): { inverse: Matrix; logDeterminant: number } {
  const size = matrix.length
  const rows = matrix.map((row, index) => [...row, ...count(size).map((column) => (column === index ? 1 : 0))])
  let logDeterminant = 0
  for (let column = 0; column < size; column++) {
    const pivot = count(size - column).reduce(
      (best, offset) =>
        Math.abs(rows[column + offset]![column]!) > Math.abs(rows[best]![column]!) ? column + offset : best,
      column,
    )
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    const own = rows[column]!
    logDeterminant += Math.log(Math.abs(own[column]!))
    const scale = own[column]!
    rows[column] = own.map((value) => value / scale)
    rows.forEach((row, index) => {
      if (index === column) return
      const factor = row[column]!
      rows[index] = row.map((value, k) => value - factor * rows[column]![k]!)
    })
  }
  return { inverse: rows.map((row) => row.slice(size)), logDeterminant }
}

const steps = Float64Array.of(0, 1, 1, 3, 0, 1, 7, 1, 2, 40, 1, 1)
const random = createRandom(1)
const values = Float64Array.from({ length: steps.length * size }, () =>
  random.uniform() < 0.4 ? Number.NaN : random.normal(),
)
values.fill(Number.NaN, 5 * size, 7 * size)

/** The joint distribution of all states, from powers of the transition multiplied out, conditioned on all observations at once. */
function byConditioning() {
  const rows = steps.length
  const times: number[] = []
  for (const [row, step] of steps.entries()) times.push(row === 0 ? 0 : times[row - 1]! + step)
  const transition = toMatrix(model.transition, size)
  // The stationary covariance, by its series.
  let term = toMatrix(model.innovation, size)
  const stationary = term.map((row) => [...row])
  for (let power = 0; power < 2000; power++) {
    term = product(product(transition, term), transposed(transition))
    for (const i of count(size)) for (const j of count(size)) stationary[i]![j]! += term[i]![j]!
  }
  const power = (exponent: number) =>
    count(exponent).reduce<Matrix>(
      (result) => product(transition, result),
      count(size).map((i) => count(size).map((j) => (i === j ? 1 : 0))),
    )
  const joint = count(rows * size).map(() => new Array<number>(rows * size).fill(0))
  for (let late = 0; late < rows; late++) {
    for (let early = 0; early <= late; early++) {
      const block = product(power(times[late]! - times[early]!), stationary)
      for (const i of count(size)) {
        for (const j of count(size)) {
          joint[late * size + i]![early * size + j] = block[i]![j]!
          joint[early * size + j]![late * size + i] = block[i]![j]!
        }
      }
    }
  }
  const seen = count(values.length).filter((index) => !Number.isNaN(values[index]!))
  const between = seen.map((i) => seen.map((j) => joint[i]![j]! + (i === j ? model.noise[i % size]! : 0)))
  const { inverse: precision, logDeterminant } = inverse(between)
  const weights = product(
    joint.map((row) => seen.map((index) => row[index]!)),
    precision,
  )
  const target = seen.map((index) => [values[index]!])
  const mean = product(weights, target).map(([value]) => value!)
  const explained = product(weights, transposed(joint.map((row) => seen.map((index) => row[index]!))))
  const covariance = joint.map((row, i) => row.map((value, j) => value - explained[i]![j]!))
  const distance = product(product(transposed(target), precision), target)[0]![0]!
  const likelihood = -(seen.length * Math.log(2 * Math.PI) + logDeterminant + distance) / 2
  return { mean, covariance, likelihood, stationary }
}

describe('the smoother', () => {
  const exact = byConditioning()

  it('is the conditional distribution of the joint normal one, and its likelihood', () => {
    const visited: number[] = []
    const likelihood = smooth(
      model,
      { steps, values },
      ({ row, mean, covariance, lagged }) => {
        visited.push(row)
        const at = (first: number, second: number, i: number, j: number) =>
          exact.covariance[first * size + i]![second * size + j]!
        for (const i of count(size)) {
          expect(mean[i]).toBeCloseTo(exact.mean[row * size + i]!, 9)
          for (const j of count(size)) {
            expect(covariance[i * size + j]).toBeCloseTo(at(row, row, i, j), 9)
            if (lagged !== null) expect(lagged[i * size + j]).toBeCloseTo(at(row + 1, row, i, j), 9)
          }
        }
        expect(lagged === null).toBe(row === steps.length - 1)
      },
      { lagged: true },
    )
    expect(visited).toEqual(count(steps.length).reverse())
    expect(likelihood).toBeCloseTo(exact.likelihood, 8)
  })

  it.each([0, 40, 100, 1e6])('is the same in blocks of %i numbers', (mostHeld) => {
    let visited = 0
    const likelihood = smooth(
      model,
      { steps, values },
      ({ row, mean, covariance, lagged }) => {
        visited++
        for (const i of count(size)) {
          expect(mean[i]).toBeCloseTo(exact.mean[row * size + i]!, 9)
          expect(covariance[i * size + i]).toBeCloseTo(exact.covariance[row * size + i]![row * size + i]!, 9)
        }
        if (lagged !== null) expect(lagged[1]).toBeCloseTo(exact.covariance[(row + 1) * size]![row * size + 1]!, 9)
      },
      { lagged: true, mostHeld },
    )
    expect(visited).toBe(steps.length)
    expect(likelihood).toBeCloseTo(exact.likelihood, 8)
  })
})

describe('the smoother of means alone', () => {
  it.each([0, 40, 100, 1e6])('has the same, in blocks of %i numbers', (mostHeld) => {
    const { mean } = byConditioning()
    smoothMeans(model, { steps, values }, mostHeld).forEach((value, index) => {
      expect(value).toBeCloseTo(mean[index]!, 9)
    })
  })
})

describe('transitions', () => {
  it('over many steps are as many single ones', () => {
    const over = transitionsOf(model)
    let single = over(1)
    for (let step = 2; step <= 37; step++) {
      const a = product(toMatrix(model.transition, size), toMatrix(single.transition, size))
      const q = product(
        product(toMatrix(model.transition, size), toMatrix(single.innovation, size)),
        transposed(toMatrix(model.transition, size)),
      )
      single = {
        transition: Float64Array.from(a.flat()),
        innovation: Float64Array.from(q.flat(), (value, index) => value + model.innovation[index]!),
      }
    }
    over(37).transition.forEach((value, index) => {
      expect(value).toBeCloseTo(single.transition[index]!, 12)
    })
    over(37).innovation.forEach((value, index) => {
      expect(value).toBeCloseTo(single.innovation[index]!, 12)
    })
    const { stationary } = byConditioning()
    over(1e12).innovation.forEach((value, index) => {
      expect(value).toBeCloseTo(stationary.flat()[index]!, 9)
    })
    stationaryCovariance(model).forEach((value, index) => {
      expect(value).toBeCloseTo(stationary.flat()[index]!, 9)
    })
  })

  it('know how fast they forget', () => {
    expect(spectralRadius(Float64Array.of(0.5, 100, 0, 0.9), 2)).toBeCloseTo(0.9, 1)
    expect(spectralRadius(Float64Array.of(0, -2, 2, 0), 2)).toBeCloseTo(2, 2)
    expect(spectralRadius(new Float64Array(4), 2)).toBe(0)
  })
})
