import FFT from 'fft.js'

/** Fills `power` `[size / 2]` with |X(k)|² of `samples` `[size]`, which it may change. The Nyquist bin is left out. */
export type PowerSpectrum = (samples: Float64Array, power: Float64Array) => void

/**
 * The power spectrum of real samples by one complex transform of half the size: even samples are its real parts, odd
 * ones its imaginary parts, which is how they lie in memory. Its buffers are reused from call to call.
 *
 * With Z the half-size transform, E = (Z(k) + Z*(h−k)) / 2 and O = (Z(k) − Z*(h−k)) / 2i are the transforms of the even
 * and the odd samples, and X(k) = E + e^(−iπk/h) · O, X(h−k) = (E − e^(−iπk/h) · O)*.
 *
 * @param size a power of two, at least 4
 */
export function powerSpectrum(size: number): PowerSpectrum {
  const half = size / 2
  const fft = new FFT(half)
  const transformed = new Float64Array(size)
  const cosines = Float64Array.from({ length: half / 2 + 1 }, (_, k) => Math.cos((Math.PI * k) / half))
  const sines = Float64Array.from({ length: half / 2 + 1 }, (_, k) => -Math.sin((Math.PI * k) / half))
  return (samples, power) => {
    fft.transform(transformed, samples)
    power[0] = (transformed[0]! + transformed[1]!) ** 2
    for (let k = 1; k <= half / 2; k++) {
      const mirrored = half - k
      const re = transformed[2 * k]!
      const im = transformed[2 * k + 1]!
      const mirroredRe = transformed[2 * mirrored]!
      const mirroredIm = transformed[2 * mirrored + 1]!
      const evenRe = (re + mirroredRe) / 2
      const evenIm = (im - mirroredIm) / 2
      const oddRe = (im + mirroredIm) / 2
      const oddIm = (mirroredRe - re) / 2
      const turnedRe = cosines[k]! * oddRe - sines[k]! * oddIm
      const turnedIm = cosines[k]! * oddIm + sines[k]! * oddRe
      power[k] = (evenRe + turnedRe) ** 2 + (evenIm + turnedIm) ** 2
      power[mirrored] = (evenRe - turnedRe) ** 2 + (evenIm - turnedIm) ** 2
    }
  }
}
