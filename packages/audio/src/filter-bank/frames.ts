import type { ResolvedFilterBankOptions } from './options.ts'
import { windowOf } from './window.ts'

/** Writes the frame of `samples` from `start` on, ready for the transform, to the beginning of `frame`. */
export type PrepareFrame = (samples: Float32Array, start: number, frame: Float32Array) => void

/** Takes away the mean, emphasises the high frequencies and applies the window, in this order, in 64 bits. */
export function framePreparer(
  options: Pick<ResolvedFilterBankOptions, 'window' | 'preemphasis' | 'removeDcOffset'>,
  length: number,
): PrepareFrame {
  const { preemphasis, removeDcOffset } = options
  const window = windowOf(options.window, length)
  return (samples, start, frame) => {
    const mean = removeDcOffset ? meanOf(samples, start, length) : 0
    // The first sample stands in for the one before it.
    let previous = samples[start]! - mean
    for (let index = 0; index < length; index++) {
      const current = samples[start + index]! - mean
      frame[index] = (current - preemphasis * previous) * window[index]!
      previous = current
    }
  }
}

/** Four sums side by side: one sum would wait for each addition. */
function meanOf(samples: Float32Array, start: number, length: number): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  const end = start + length
  let index = start
  for (; index + 3 < end; index += 4) {
    a += samples[index]!
    b += samples[index + 1]!
    c += samples[index + 2]!
    d += samples[index + 3]!
  }
  for (; index < end; index++) a += samples[index]!
  return (a + b + c + d) / length
}
