import { writeLogarithms } from './logarithm.ts'
import { type MelLayout, melWeights } from './mel-weights.ts'

/** Energies below this, the spacing of 32-bit numbers at 1, count as this: logarithms are at least -15.94. */
const FLOOR = 2 ** -23

/** The logarithm that silence has in every bin. */
export const SILENCE = Math.fround(Math.log(FLOOR))

/** Writes the logarithms of a frame's mel energies to `values[at …]`. The spectrum is a `RealTransform`'s output. */
export type WriteFilters = (spectrum: Float32Array, values: Float32Array, at: number) => void

/** The step from a frame's spectrum to its row of the spectrogram. */
export function melFilters(layout: MelLayout): WriteFilters {
  const { bins } = layout
  const { starts, falling, rising } = melWeights(layout)
  const energies = new Float32Array(bins)
  const bits = new Int32Array(energies.buffer)

  return (spectrum, values, at) => {
    // What the stretch before gave to the filter that it and the next one share.
    let shared = 0
    for (let stretch = 0; stretch <= bins; stretch++) {
      let fallingSum = 0
      let risingSum = 0
      const end = starts[stretch + 1]!
      for (let index = starts[stretch]!; index < end; index++) {
        const re = spectrum[2 * index]!
        const im = spectrum[2 * index + 1]!
        const power = re * re + im * im
        fallingSum += falling[index]! * power
        risingSum += rising[index]! * power
      }
      if (stretch > 0) energies[stretch - 1] = Math.max(shared + fallingSum, FLOOR)
      shared = risingSum
    }
    writeLogarithms(energies, bits, values, at)
  }
}
