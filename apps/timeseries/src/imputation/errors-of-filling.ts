import { type Hidden, hiddenPlaces } from './hide-values.ts'

/** PyPOTS' three errors of hidden values, all channels together. */
export interface FillingErrors {
  /** Mean of absolute errors. */
  readonly MAE: number
  /** Root of the mean of squared errors. */
  readonly RMSE: number
  /** Sum of absolute errors over the sum of absolute values. */
  readonly MRE: number
}

/** @param filled `[count, steps, channels]`: a number wherever one was hidden */
export function errorsOfFilling(hidden: Hidden, filled: Float32Array): FillingErrors {
  const places = hiddenPlaces(hidden)
  let [absolute, squares, size] = [0, 0, 0]
  for (const place of places) {
    const truth = hidden.truth.values[place]!
    const error = filled[place]! - truth
    absolute += Math.abs(error)
    squares += error ** 2
    size += Math.abs(truth)
  }
  return { MAE: absolute / places.length, RMSE: Math.sqrt(squares / places.length), MRE: absolute / size }
}
