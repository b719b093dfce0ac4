import { type Observed, predict, type State, type Taken, update } from './filter.ts'
import { type StateSpace, stationaryCovariance, type Transition, transitionsOf } from './transitions.ts'

interface Prepared {
  readonly transitionOver: (steps: number) => Transition
  readonly stationary: Float64Array
}

/** By model, for as long as there is one: of many short series nothing is worked out twice. */
const prepared = new WeakMap<StateSpace, Prepared>()

function preparedOf(model: StateSpace): Prepared {
  const known = prepared.get(model)
  if (known !== undefined) return known
  const own = { transitionOver: transitionsOf(model), stationary: stationaryCovariance(model) }
  prepared.set(model, own)
  return own
}

/**
 * The Kalman filter on its way through the rows of a series, the first pass of both smoothers. Of a long series only the states
 * before blocks of rows are kept, from which a block is filtered a second time.
 */
export class ForwardFilter {
  /** That of the last row, with its values taken in; in the beginning the stationary one. */
  readonly state: State
  /** The transition over a number of steps. */
  readonly transitionOver: (steps: number) => Transition
  readonly #model: StateSpace
  readonly #observed: Observed
  readonly #predicted: State
  readonly #scratch: Float64Array

  constructor(model: StateSpace, observed: Observed) {
    const { size } = model
    this.#model = model
    this.#observed = observed
    const { transitionOver, stationary } = preparedOf(model)
    this.transitionOver = transitionOver
    this.state = { mean: new Float64Array(size), covariance: stationary.slice() }
    this.#predicted = { mean: new Float64Array(size), covariance: new Float64Array(size * size) }
    this.#scratch = new Float64Array(size * size)
  }

  /** Goes from the state of the row before to that of this one. @returns the log-likelihood of its values */
  advance(row: number, taken: Taken | null = null): number {
    const { steps, values } = this.#observed
    if (row > 0 && steps[row]! > 0) {
      predict(this.transitionOver(steps[row]!), this.state, this.#predicted, this.#scratch, this.#model.size)
      this.goTo(this.#predicted)
    }
    return update(this.state, values, row, this.#model, taken)
  }

  /** Goes through all rows. @returns the states before each block of rows, and the log-likelihood of all values */
  passBlocks(block: number): { readonly starts: readonly State[]; readonly likelihood: number } {
    const starts: State[] = []
    let likelihood = 0
    for (let row = 0; row < this.#observed.steps.length; row++) {
      if (row % block === 0) starts.push({ mean: this.state.mean.slice(), covariance: this.state.covariance.slice() })
      likelihood += this.advance(row)
    }
    return { starts, likelihood }
  }

  goTo({ mean, covariance }: State): void {
    this.state.mean.set(mean)
    this.state.covariance.set(covariance)
  }
}
