import type { Random } from '@romae/internal/random'
import { factorizeCovariance } from '../linear-algebra/cholesky.ts'
import { multiplyVector } from '../linear-algebra/products.ts'
import { type StateSpace, stationaryCovariance, transitionsOf } from './transitions.ts'

/**
 * Draws a path of the process, observed with its noise. The first state is drawn from what the process comes to, wherever it
 * began.
 *
 * @param steps `[row]`: whole steps from the row before; the first is not looked at
 * @returns `[row, channel]`
 */
export function simulatePath(model: StateSpace, steps: Float64Array, random: Random): Float64Array {
  const { size } = model
  const transitionOver = transitionsOf(model)
  const factor = new Float64Array(size * size)
  let factored = 0
  const spreads = model.noise.map(Math.sqrt)
  const observed = new Float64Array(steps.length * size)
  let state = new Float64Array(size)
  let before = new Float64Array(size)
  if (factorizeCovariance(stationaryCovariance(model), factor, size)) addNoise(state, factor, random)
  steps.forEach((count, row) => {
    // Rows at the same time see the same state.
    if (row > 0 && count > 0) {
      ;[state, before] = [before, state]
      const { transition, innovation } = transitionOver(count)
      multiplyVector(transition, before, size, state)
      // Most rows are as many steps from the row before as the one before was.
      if (count !== factored && !factorizeCovariance(innovation, factor, size)) factor.fill(0)
      factored = count
      addNoise(state, factor, random)
    }
    for (let channel = 0; channel < size; channel++) {
      observed[row * size + channel] = state[channel]! + spreads[channel]! * random.normal()
    }
  })
  return observed
}

/** Adds what is normally distributed with the covariance `L Lᵀ`. */
function addNoise(state: Float64Array, factor: Float64Array, random: Random): void {
  const size = state.length
  const drawn = Float64Array.from({ length: size }, () => random.normal())
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) state[row]! += factor[row * size + column]! * drawn[column]!
  }
}
