import { type KernelExports, type Room, roomFor } from '@romae/internal/wasm'
import { kernelsWasm } from './kernels.wasm.ts'

/** The functions of `kernels.wat`. All but counts, preemphasis, offset and floor are pointers. */
export interface Kernels extends KernelExports {
  differences(
    samples: number,
    count: number,
    previous: number,
    preemphasis: number,
    differences: number,
    sums: number,
  ): void
  window(differences: number, offset: number, window: number, length: number, frame: number): void
  powers(spectrum: number, powers: number, count: number): void
  filters(
    powers: number,
    starts: number,
    falling: number,
    rising: number,
    bins: number,
    floor: number,
    energies: number,
  ): void
  logarithms(values: number, count: number, table: number): void
}

/** Room that has arrays of these names. */
export type KernelRoom<Lengths> = Room<Kernels, Extract<keyof Lengths, string>>

/** No limit: the options bound what a filter bank needs, however long the sound. */
export const takeRoom = roomFor<Kernels>(kernelsWasm, Infinity)
