import { type Axis, tapsOf } from './taps.ts'

/** One axis of an array seen as `[outer, length, inner]`, and how it is resampled. */
export interface Resampling extends Axis {
  readonly outer: number
  readonly inner: number
}

/** `[outer, length, inner]` -> `[outer, count, inner]`, in 64 bits. */
export function resample(data: Float32Array, resampling: Resampling): Float32Array {
  const { outer, length, inner, count } = resampling
  const { first, start, weights } = tapsOf(resampling)
  const output = new Float32Array(outer * count * inner)
  for (let block = 0; block < outer; block++) {
    for (let entry = 0; entry < count; entry++) {
      const to = (block * count + entry) * inner
      const end = start[entry + 1]!
      let from = (block * length + first[entry]!) * inner
      // Two taps at a time: memory is what takes time here, and enlarging bilinearly has just two, which write alone.
      for (let tap = start[entry]!; tap < end; tap += 2) {
        const isPair = tap + 1 < end
        const next = isPair ? from + inner : from
        const weight = weights[tap]!
        const nextWeight = isPair ? weights[tap + 1]! : 0
        if (tap === start[entry]) {
          for (let index = 0; index < inner; index++) {
            output[to + index] = weight * data[from + index]! + nextWeight * data[next + index]!
          }
        } else {
          for (let index = 0; index < inner; index++) {
            output[to + index]! += weight * data[from + index]! + nextWeight * data[next + index]!
          }
        }
        from = next + inner
      }
    }
  }
  return output
}
