import type { ResizeFilter } from './resize-options.ts'

/** One axis of an array seen as `[outer, length, inner]`, and how it is resampled. */
export interface Resampling {
  readonly outer: number
  readonly length: number
  readonly inner: number
  /** Entries that the axis becomes. */
  readonly count: number
  readonly filter: ResizeFilter
}

interface Kernel {
  /** Beyond this distance the weight is 0. */
  readonly radius: number
  weight(distance: number): number
}

const KERNELS: Readonly<Record<ResizeFilter, Kernel>> = {
  bilinear: { radius: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  // Keys 1981, "Cubic convolution interpolation for digital image processing", with a = −0.5.
  bicubic: {
    radius: 2,
    weight: (distance) => {
      const x = Math.abs(distance)
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
    },
  },
}

/** `[outer, length, inner]` -> `[outer, count, inner]`. */
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

/** For each new entry: the first entry it is made of, and the stretch of `weights` that belongs to it. */
interface Taps {
  readonly first: Int32Array
  /** One longer than there are entries. */
  readonly start: Int32Array
  readonly weights: Float64Array
}

/**
 * Which entries make up each new one, and with what weights (which add up to 1). Pixels are squares with their centres
 * at half integers. Where the axis shrinks, the kernel is stretched to cover all entries.
 */
function tapsOf({ length, count, filter }: Resampling): Taps {
  const kernel = KERNELS[filter]
  const scale = length / count
  const stretch = Math.max(1, scale)
  const radius = kernel.radius * stretch
  const first = new Int32Array(count)
  const start = new Int32Array(count + 1)
  const all: number[] = []
  for (let entry = 0; entry < count; entry++) {
    const center = (entry + 0.5) * scale
    const low = Math.max(0, Math.floor(center - radius + 0.5))
    const high = Math.min(length, Math.floor(center + radius + 0.5))
    const weights = Array.from({ length: high - low }, (_, tap) => kernel.weight((low + tap + 0.5 - center) / stretch))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    for (const weight of weights) all.push(weight / total)
    first[entry] = low
    start[entry + 1] = all.length
  }
  return { first, start, weights: Float64Array.from(all) }
}
