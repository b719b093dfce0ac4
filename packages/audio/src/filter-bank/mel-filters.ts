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
  const { first, end, filters, falling, rising } = melWeights(layout)
  // Entry `bin + 1` is a filter's; the first and the last take what belongs to none.
  const sums = new Float64Array(bins + 2)
  const energies = new Float32Array(bins)
  const bits = new Int32Array(energies.buffer)

  return (spectrum, values, at) => {
    sums.fill(0)
    // Two running sums while the filter stays the same: adding in memory would wait for each addition.
    let filter = 0
    let fallingSum = 0
    let risingSum = 0
    for (let index = first; index < end; index++) {
      if (filters[index] !== filter) {
        sums[filter]! += fallingSum
        sums[filter + 1]! += risingSum
        filter = filters[index]!
        fallingSum = 0
        risingSum = 0
      }
      const re = spectrum[2 * index]!
      const im = spectrum[2 * index + 1]!
      const power = re * re + im * im
      fallingSum += falling[index]! * power
      risingSum += rising[index]! * power
    }
    sums[filter]! += fallingSum
    sums[filter + 1]! += risingSum
    for (let bin = 0; bin < bins; bin++) energies[bin] = Math.max(sums[bin + 1]!, FLOOR)
    writeLogarithms(energies, bits, values, at)
  }
}
