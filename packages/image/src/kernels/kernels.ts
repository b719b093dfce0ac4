import { type KernelExports, roomFor } from '@romae/internal/wasm'
import { kernelsWasm } from './kernels.wasm.ts'

/** The functions of `kernels.wat`. All but counts are pointers. */
interface Kernels extends KernelExports {
  resample(
    data: number,
    output: number,
    outer: number,
    length: number,
    inner: number,
    count: number,
    first: number,
    start: number,
    weights: number,
  ): void
  normalize(
    data: number,
    output: number,
    starts: number,
    count: number,
    run: number,
    mean: number,
    scale: number,
  ): number
}

/** What needs more is rare, and is done in TypeScript, as it is where there is no WebAssembly. */
const MOST_BYTES = 16 * 2 ** 20

/** Room for the pixels of one image at a time. */
export const takeRoom = roomFor<Kernels>(kernelsWasm, MOST_BYTES)
