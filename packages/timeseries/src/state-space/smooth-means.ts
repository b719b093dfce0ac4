import { multiplyTransposedVector, multiplyVector } from '../linear-algebra/products.ts'
import type { Observed, Taken } from './filter.ts'
import { ForwardFilter } from './forward-filter.ts'
import type { StateSpace } from './transitions.ts'

/** Numbers that are held at once: of longer series the filter runs a second time, block by block. */
const MOST_HELD = 2 ** 22

/**
 * The means of `smooth` alone, in a third of the time: the backward pass of Bryson and Frazier (1963) takes values back one at a time,
 * and needs no matrix of a row but its filtered covariance.
 *
 * @returns `[row, size]`
 */
export function smoothMeans(model: StateSpace, observed: Observed, mostHeld = MOST_HELD): Float64Array {
  return smoothWithLikelihood(model, observed, mostHeld).means
}

/** As `smoothMeans`, with the log-likelihood of what is observed. */
export function smoothWithLikelihood(model: StateSpace, observed: Observed, mostHeld = MOST_HELD) {
  const { size } = model
  const rows = observed.steps.length
  const square = size * size
  const block = Math.max(2, Math.floor(mostHeld / (2 * square + 3 * size)))
  const filter = new ForwardFilter(model, observed)
  const { state, transitionOver } = filter
  const { starts, likelihood } = filter.passBlocks(block)
  const means = new Float64Array(rows * size)
  const held = Math.min(block, rows)
  const covariances = new Float64Array(held * square)
  const values = new TakenValues(held, size)
  // What later rows say of the state of this one, in units of its covariance.
  const back = new Float64Array(size)
  const before = new Float64Array(size)
  const change = new Float64Array(size)
  for (let index = starts.length - 1; index >= 0; index--) {
    const from = index * block
    const to = Math.min(rows, from + block)
    filter.goTo(starts[index]!)
    values.clear()
    for (let row = from; row < to; row++) {
      values.begin(row - from)
      filter.advance(row, values)
      means.set(state.mean, row * size)
      covariances.set(state.covariance, (row - from) * square)
    }
    for (let row = to - 1; row >= from; row--) {
      const place = row - from
      multiplyVector(covariances.subarray(place * square, (place + 1) * square), back, size, change)
      for (let k = 0; k < size; k++) means[row * size + k]! += change[k]!
      values.takeBack(place, back)
      if (row === 0 || observed.steps[row] === 0) continue
      multiplyTransposedVector(transitionOver(observed.steps[row]!).transition, back, size, before)
      back.set(before)
    }
  }
  return { means, likelihood }
}

/** The values that the filter took in, row by row. */
class TakenValues implements Taken {
  readonly #size: number
  /** Where the values of each row begin. */
  readonly #starts: Int32Array
  #count = 0
  readonly #channels: Int32Array
  readonly #columns: Float64Array
  readonly #variances: Float64Array
  readonly #errors: Float64Array

  constructor(rows: number, size: number) {
    this.#size = size
    this.#starts = new Int32Array(rows)
    this.#channels = new Int32Array(rows * size)
    this.#columns = new Float64Array(rows * size * size)
    this.#variances = new Float64Array(rows * size)
    this.#errors = new Float64Array(rows * size)
  }

  clear(): void {
    this.#count = 0
  }

  begin(row: number): void {
    this.#starts[row] = this.#count
  }

  add(channel: number, column: Float64Array, variance: number, error: number): void {
    this.#channels[this.#count] = channel
    this.#columns.set(column, this.#count * this.#size)
    this.#variances[this.#count] = variance
    this.#errors[this.#count] = error
    this.#count++
  }

  /** `r ← r + e (v − kᵀ r) / F` for each value of the last row that is left, from the last one on. */
  takeBack(row: number, back: Float64Array): void {
    const start = this.#starts[row]!
    while (this.#count > start) {
      this.#count--
      const offset = this.#count * this.#size
      let known = 0
      for (let k = 0; k < this.#size; k++) known += this.#columns[offset + k]! * back[k]!
      back[this.#channels[this.#count]!]! += (this.#errors[this.#count]! - known) / this.#variances[this.#count]!
    }
  }
}
