/** The part of PFFFT that is used here; the package comes without types. Pointers are byte addresses in the heap. */
declare module '@echogarden/pffft-wasm/simd' {
  export interface Pffft {
    /** The heap; another object after it has grown. */
    readonly HEAPF32: Float32Array
    /** @param kind 0: real numbers */
    _pffft_new_setup(size: number, kind: 0): number
    _pffft_aligned_malloc(bytes: number): number
    /** @param direction 0: forward */
    _pffft_transform_ordered(setup: number, input: number, output: number, work: number, direction: 0): void
  }
  export default function load(): Promise<Pffft>
}
