/** Kaldi's window functions, by Kaldi's names. */
export type WindowName = (typeof WINDOWS)[number]

export const WINDOWS = ['hanning', 'hamming', 'povey', 'blackman', 'rectangular'] as const

/**
 * A window that reaches its edge at the first and the last sample (not periodic). Povey's is a Hann window to the power
 * of 0.85: like Hamming's, but zero at the edges.
 *
 * Source: Kaldi, feat/feature-window.cc, FeatureWindowFunction
 *
 * @returns `[length]`
 */
export function windowOf(name: WindowName, length: number): Float64Array {
  const shape = SHAPES[name]
  return Float64Array.from({ length }, (_, index) => shape((2 * Math.PI * index) / (length - 1)))
}

const hann = (angle: number) => 0.5 - 0.5 * Math.cos(angle)

/** Of the angle that goes once round from the first sample to the last. */
const SHAPES: Readonly<Record<WindowName, (angle: number) => number>> = {
  hanning: hann,
  hamming: (angle) => 0.54 - 0.46 * Math.cos(angle),
  povey: (angle) => hann(angle) ** 0.85,
  blackman: (angle) => 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle),
  rectangular: () => 1,
}
