import { asDoubles } from '@romae/internal/wasm'
import type { KernelRoom } from './kernels.ts'
import type { ResolvedFilterBankOptions } from './options.ts'
import { windowOf } from './window.ts'

/** Samples whose sums and differences are held at a time. */
const BLOCK = 2 ** 15

/** How frames are made. */
export interface Frames {
  /** What they need room for, in 32-bit numbers. `frame` is `[length]`: where a frame is written to. */
  readonly lengths: Readonly<Record<'samples' | 'differences' | 'sums' | 'window' | 'frame', number>>
  /** Returns what writes the frame from `start` on, ready for the transform, as long as the room is good. */
  of(samples: Float32Array, room: KernelRoom<Frames['lengths']>): (start: number) => void
}

/**
 * Takes away the mean, emphasises the high frequencies and applies the window, in this order, in 64 bits.
 *
 * Frames overlap, so that sums and differences of neighbours are worked out for a block of samples at once: the mean is
 * then a difference of two sums, and `(x − mean) − p · (previous − mean)` is `(x − p · previous) − (1 − p) · mean`.
 */
export function framesOf(
  options: Pick<ResolvedFilterBankOptions, 'window' | 'preemphasis' | 'removeDcOffset'>,
  length: number,
): Frames {
  const { preemphasis, removeDcOffset } = options
  const window = windowOf(options.window, length)
  const size = Math.max(BLOCK, 2 * length)

  return {
    // Twice as many where numbers have 64 bits. Entry `index` of the sums is that of what comes before it in the block.
    lengths: { samples: size, differences: 2 * size + 2, sums: 2 * size + 2, window: 2 * length, frame: length },
    of(samples, { kernels, arrays }) {
      asDoubles(arrays.window).set(window)
      const sums = asDoubles(arrays.sums)
      const [differencesAt, frameAt] = [arrays.differences.byteOffset, arrays.frame.byteOffset]
      let from = 0
      let to = 0

      function fill(start: number): void {
        from = start
        to = Math.min(samples.length, start + size)
        arrays.samples.set(samples.subarray(from, to))
        const previous = samples[Math.max(0, from - 1)]!
        const { byteOffset } = arrays.samples
        kernels.differences(byteOffset, to - from, previous, preemphasis, differencesAt, sums.byteOffset)
      }

      return (start) => {
        if (start < from || start + length > to) fill(start)
        const at = start - from
        const mean = removeDcOffset ? (sums[at + length]! - sums[at]!) / length : 0
        const offset = (1 - preemphasis) * mean
        kernels.window(differencesAt + 8 * at, offset, arrays.window.byteOffset, length, frameAt)
        // The first sample stands in for the one before it.
        arrays.frame[0] = (1 - preemphasis) * (samples[start]! - mean) * window[0]!
      }
    },
  }
}
