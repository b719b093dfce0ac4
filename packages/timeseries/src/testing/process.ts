import type { StateSpace } from '../state-space/transitions.ts'

export const size = 3
/** A process of three channels that all move each other. */
export const model: StateSpace = {
  size,
  transition: Float64Array.of(0.7, 0.2, 0, -0.1, 0.5, 0.3, 0.05, 0, 0.9),
  innovation: Float64Array.of(0.5, 0.2, 0.1, 0.2, 0.6, -0.1, 0.1, -0.1, 0.3),
  noise: Float64Array.of(0.1, 0.01, 0.3),
}
