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
  const taps = tapsOf(resampling)
  const output = new Float32Array(outer * count * inner)
  const sums = new Float64Array(inner)
  for (let block = 0; block < outer; block++) {
    taps.forEach(({ first, weights }, entry) => {
      sums.fill(0)
      for (let tap = 0; tap < weights.length; tap++) {
        const weight = weights[tap]!
        const from = (block * length + first + tap) * inner
        for (let index = 0; index < inner; index++) sums[index]! += weight * data[from + index]!
      }
      output.set(sums, (block * count + entry) * inner)
    })
  }
  return output
}

/**
 * Which entries make up each new one, and with what weights (which add up to 1). Pixels are squares with their centres
 * at half integers. Where the axis shrinks, the kernel is stretched to cover all entries.
 */
function tapsOf({ length, count, filter }: Resampling): { first: number; weights: number[] }[] {
  const kernel = KERNELS[filter]
  const scale = length / count
  const stretch = Math.max(1, scale)
  const radius = kernel.radius * stretch
  return Array.from({ length: count }, (_, entry) => {
    const center = (entry + 0.5) * scale
    const low = Math.max(0, Math.floor(center - radius + 0.5))
    const high = Math.min(length, Math.floor(center + radius + 0.5))
    const weights = Array.from({ length: high - low }, (_, tap) => kernel.weight((low + tap + 0.5 - center) / stretch))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return { first: low, weights: weights.map((weight) => weight / total) }
  })
}
