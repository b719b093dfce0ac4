import { linearInterpolation } from 'romae'
import type { FilledChannel } from './hidden-times.ts'

/** The line between the seen values of the same variable; where none is seen, the training mean, which is 0. */
export function linearEstimate({ seen, hidden }: FilledChannel): Float64Array {
  return seen.times.length === 0 ? new Float64Array(hidden.times.length) : linearInterpolation(seen, hidden.times)
}
