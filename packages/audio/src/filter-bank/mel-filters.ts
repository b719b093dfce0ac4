import { asDoubles, asIntegers } from '@romae/internal/wasm'
import type { KernelRoom } from './kernels.ts'
import { LOGARITHM_TABLE } from './logarithm.ts'
import { type MelLayout, melWeights } from './mel-weights.ts'

/** Energies below this, the spacing of 32-bit numbers at 1, count as this: logarithms are at least -15.94. */
const FLOOR = 2 ** -23

/** The logarithm that silence has in every bin. */
export const SILENCE = Math.fround(Math.log(FLOOR))

type Name = 'spectrum' | 'powers' | 'starts' | 'falling' | 'rising' | 'energies' | 'table'

/** The step from a frame's spectrum to its row of the spectrogram. */
export interface MelFilters {
  /** What it needs room for, in 32-bit numbers. */
  readonly lengths: Readonly<Record<Name, number>>
  /** Returns what gives the logarithms of the mel energies, `[bins]`, of a `RealTransform`'s output; good until the next. */
  in(room: KernelRoom<MelFilters['lengths']>): (spectrum: Float32Array) => Float32Array
}

export function melFilters(layout: MelLayout): MelFilters {
  const { bins, fftSize } = layout
  const { starts, falling, rising } = melWeights(layout)
  const size = fftSize / 2

  return {
    lengths: {
      spectrum: fftSize,
      powers: size,
      starts: starts.length,
      falling: 2 * size,
      rising: 2 * size,
      // The kernel writes one more in front.
      energies: bins + 1,
      table: 2 * LOGARITHM_TABLE.length,
    },
    in({ kernels, arrays }) {
      asIntegers(arrays.starts).set(starts)
      asDoubles(arrays.falling).set(falling)
      asDoubles(arrays.rising).set(rising)
      asDoubles(arrays.table).set(LOGARITHM_TABLE)
      const [spectrumAt, powersAt, startsAt] = [arrays.spectrum, arrays.powers, arrays.starts].map(pointer)
      const [fallingAt, risingAt, tableAt] = [arrays.falling, arrays.rising, arrays.table].map(pointer)
      const logarithms = arrays.energies.subarray(1)

      return (spectrum) => {
        arrays.spectrum.set(spectrum)
        kernels.powers(spectrumAt!, powersAt!, size)
        kernels.filters(powersAt!, startsAt!, fallingAt!, risingAt!, bins, FLOOR, arrays.energies.byteOffset)
        kernels.logarithms(logarithms.byteOffset, bins, tableAt!)
        return logarithms
      }
    },
  }
}

const pointer = (array: Float32Array) => array.byteOffset
