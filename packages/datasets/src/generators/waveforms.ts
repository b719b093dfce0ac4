/** A periodic signal: from a phase in radians to a value in [-1, 1]; 2π is one period. */
export type Waveform = (phase: number) => number

/** The point of a rolling circle's rim, by how far the circle has rolled: cusps at the bottom, where it touches. */
function cycloid(phase: number): number {
  return -Math.cos(rollingAngle(phase))
}

/**
 * The angle θ by which a circle of radius 1 has turned when the point of its rim is `x` further on: θ − sin θ = x, which is
 * Kepler's equation of eccentricity 1.
 */
function rollingAngle(x: number): number {
  const turns = Math.floor(x / (2 * Math.PI))
  const rest = x - 2 * Math.PI * turns
  // Halving: Newton's steps fail at the cusps, where the derivative is 0. 53 halvings are all that a double can tell.
  let [low, high] = [0, 2 * Math.PI]
  for (let step = 0; step < 53; step++) {
    const middle = (low + high) / 2
    if (middle - Math.sin(middle) < rest) low = middle
    else high = middle
  }
  return 2 * Math.PI * turns + (low + high) / 2
}

export const waveforms = {
  sine: Math.sin,
  /** 1 in the half of the period where the sine is not negative, else -1. */
  square: (phase) => (Math.sin(phase) >= 0 ? 1 : -1),
  cycloid,
} as const satisfies Readonly<Record<string, Waveform>>

/** Of {@link generateSines}. */
export type WaveformName = keyof typeof waveforms

export const waveformNames = Object.keys(waveforms) as readonly WaveformName[]
