import type { ResolvedFilterBankOptions } from './options.ts'
import { windowOf } from './window.ts'

/** Writes the frame from `start` on, ready for the transform, to the beginning of `frame`. */
type PrepareFrame = (start: number, frame: Float32Array) => void

/** Samples whose sums and differences are held at a time. */
const BLOCK = 2 ** 15

/**
 * Takes away the mean, emphasises the high frequencies and applies the window, in this order, in 64 bits.
 *
 * Frames overlap, so that sums and differences of neighbours are worked out for a block of samples at once: the mean is
 * then a difference of two sums, and `(x − mean) − p · (previous − mean)` is `(x − p · previous) − (1 − p) · mean`.
 *
 * @returns what prepares the frames of one sound, to be used before that of the next one
 */
export function framePreparer(
  options: Pick<ResolvedFilterBankOptions, 'window' | 'preemphasis' | 'removeDcOffset'>,
  length: number,
): (samples: Float32Array) => PrepareFrame {
  const { preemphasis, removeDcOffset } = options
  const window = windowOf(options.window, length)
  const size = Math.max(BLOCK, 2 * length)
  const differences = new Float64Array(size)
  // Entry `index` is the sum of what comes before it in the block.
  const sums = new Float64Array(size + 1)

  function fill(samples: Float32Array, from: number, to: number): void {
    let previous = samples[Math.max(0, from - 1)]!
    let sum = 0
    for (let index = 0; index < to - from; index++) {
      const current = samples[from + index]!
      differences[index] = current - preemphasis * previous
      sum += current
      sums[index + 1] = sum
      previous = current
    }
  }

  return (samples) => {
    let from = 0
    let to = 0
    return (start, frame) => {
      if (start < from || start + length > to) {
        from = start
        to = Math.min(samples.length, start + size)
        fill(samples, from, to)
      }
      const at = start - from
      const mean = removeDcOffset ? (sums[at + length]! - sums[at]!) / length : 0
      const offset = (1 - preemphasis) * mean
      // The first sample stands in for the one before it.
      frame[0] = (1 - preemphasis) * (samples[start]! - mean) * window[0]!
      for (let index = 1; index < length; index++) {
        frame[index] = (differences[at + index]! - offset) * window[index]!
      }
    }
  }
}
