import { asIntegers } from '@romae/internal/wasm'
import { allFinite } from '../image/all-finite.ts'
import { takeRoom } from '../kernels/kernels.ts'

/** Values of tokens, and whether all are finite. */
interface Normalized {
  readonly values: Float32Array
  readonly finite: boolean
}

/**
 * Gathers the runs that begin at `starts`, one after the other, as (value − mean) · scale.
 *
 * @param mean one number for each of a run, as is `scale`
 */
export function normalizeRuns(
  data: Float32Array,
  starts: Int32Array,
  mean: Float64Array,
  scale: Float64Array,
): Normalized {
  return normalizeWithKernels(data, starts, mean, scale) ?? normalize(data, starts, mean, scale)
}

/** In 64 bits. */
export function normalize(data: Float32Array, starts: Int32Array, mean: Float64Array, scale: Float64Array): Normalized {
  const run = mean.length
  const values = new Float32Array(starts.length * run)
  for (let number = 0, to = 0; number < starts.length; number++, to += run) {
    const from = starts[number]!
    for (let index = 0; index < run; index++) {
      values[to + index] = (data[from + index]! - mean[index]!) * scale[index]!
    }
  }
  return { values, finite: allFinite(values) }
}

/** In 32 bits. Undefined when the kernels cannot be had, or have no room. */
export function normalizeWithKernels(
  data: Float32Array,
  starts: Int32Array,
  mean: Float64Array,
  scale: Float64Array,
): Normalized | undefined {
  const run = mean.length
  const length = starts.length * run
  const room = takeRoom({ data: data.length, values: length, starts: starts.length, mean: run, scale: run })
  if (room === undefined) return undefined
  const { kernels, arrays } = room
  arrays.data.set(data)
  asIntegers(arrays.starts).set(starts)
  arrays.mean.set(mean)
  arrays.scale.set(scale)
  const zero = kernels.normalize(
    arrays.data.byteOffset,
    arrays.values.byteOffset,
    arrays.starts.byteOffset,
    starts.length,
    run,
    arrays.mean.byteOffset,
    arrays.scale.byteOffset,
  )
  const values = new Float32Array(length)
  values.set(arrays.values)
  return { values, finite: zero === 0 }
}
