import type { ResizeFilter } from './resize-options.ts'

/** How an axis is resampled. */
export interface Axis {
  readonly length: number
  /** Entries that the axis becomes. */
  readonly count: number
  readonly filter: ResizeFilter
}

/** For each new entry: the first old entry it is made of, and the stretch of `weights` that belongs to it. */
export interface Taps {
  /** `[count]` */
  readonly first: Int32Array
  /** `[count + 1]` */
  readonly start: Int32Array
  readonly weights: Float64Array
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

/**
 * Which entries make up each new one, at least one, and with what weights (which add up to 1). Pixels are squares with
 * their centres at half integers. Where the axis shrinks, the kernel is stretched to cover all entries.
 */
export function tapsOf({ length, count, filter }: Axis): Taps {
  const kernel = KERNELS[filter]
  const scale = length / count
  const stretch = Math.max(1, scale)
  const radius = kernel.radius * stretch
  const first = new Int32Array(count)
  const start = new Int32Array(count + 1)
  const weights = new Float64Array(count * Math.min(length, Math.ceil(2 * radius) + 1))
  let end = 0
  for (let entry = 0; entry < count; entry++) {
    const center = (entry + 0.5) * scale
    const low = Math.max(0, Math.floor(center - radius + 0.5))
    const high = Math.min(length, Math.floor(center + radius + 0.5))
    const begin = end
    let total = 0
    for (let from = low; from < high; from++) {
      const weight = kernel.weight((from + 0.5 - center) / stretch)
      weights[end++] = weight
      total += weight
    }
    for (let tap = begin; tap < end; tap++) weights[tap]! /= total
    first[entry] = low
    start[entry + 1] = end
  }
  return { first, start, weights: weights.subarray(0, end) }
}
