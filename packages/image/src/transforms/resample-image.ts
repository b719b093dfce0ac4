import { asIntegers } from '@romae/internal/wasm'
import type { Image } from '../image/image.ts'
import { takeRoom } from '../kernels/kernels.ts'
import { type Resampling, resample } from './resample.ts'
import type { ResizeFilter } from './resize-options.ts'
import { tapsOf } from './taps.ts'

/** `[frames, height, width, channels]` of the new size: first every row, then every column, as Pillow does. */
export function resampleImage(
  image: Image,
  { width, height }: { readonly width: number; readonly height: number },
  filter: ResizeFilter,
): Float32Array {
  const { channels, frames, data } = image
  // [frames, height, width, channels] -> [frames, height, new width, channels] -> [frames, new height, …]
  const across = { outer: frames * image.height, length: image.width, inner: channels, count: width, filter }
  const down = { outer: frames, length: image.height, inner: width * channels, count: height, filter }
  return resampleWithKernels(data, across, down) ?? resample(resample(data, across), down)
}

/**
 * Both steps in 32 bits: within 1e-6 of those in TypeScript, and several times as fast. Undefined when the kernels cannot
 * be had, or have no room.
 */
export function resampleWithKernels(
  data: Float32Array,
  across: Resampling,
  down: Resampling,
): Float32Array | undefined {
  const steps = [across, down].map((step) => ({ step, taps: tapsOf(step) }))
  const largest = (length: (step: (typeof steps)[number]) => number) => Math.max(...steps.map(length))
  const room = takeRoom({
    pixels: data.length,
    rows: across.outer * across.count * across.inner,
    output: down.outer * down.count * down.inner,
    first: largest(({ taps }) => taps.first.length),
    start: largest(({ taps }) => taps.start.length),
    weights: largest(({ taps }) => taps.weights.length),
  })
  if (room === undefined) return undefined
  const { kernels, arrays } = room
  const { pixels, rows, output, first, start, weights } = arrays
  pixels.set(data)
  for (const { step, taps } of steps) {
    asIntegers(first).set(taps.first)
    asIntegers(start).set(taps.start)
    weights.set(taps.weights)
    const [from, to] = step === across ? [pixels, rows] : [rows, output]
    const { outer, length, inner, count } = step
    const taken = [first.byteOffset, start.byteOffset, weights.byteOffset] as const
    kernels.resample(from.byteOffset, to.byteOffset, outer, length, inner, count, ...taken)
  }
  // A copy by `set`, as `slice` is slower.
  const copy = new Float32Array(output.length)
  copy.set(output)
  return copy
}
