import { instantiate } from './instantiate.ts'
import { PAGE_BYTES, type WasmMemory } from './web-assembly.ts'

/** What a module of kernels exports at least. Its functions take pointers: the `byteOffset`s of a {@link Room}'s arrays. */
export interface KernelExports {
  readonly memory: WasmMemory
}

/** Arrays in the kernels' memory, good until room is taken again. They hold whatever was there before. */
export interface Room<Kernels extends KernelExports, Name extends string> {
  readonly kernels: Kernels
  /** Each begins at a multiple of 16 bytes, and is followed by 16 bytes of zeros at least. */
  readonly arrays: Readonly<Record<Name, Float32Array>>
}

/**
 * Room for arrays of 32-bit numbers of the given lengths, with the kernels that work on them. Undefined when there is no
 * WebAssembly with SIMD, a page's policy forbids it, or it would take more than was allowed.
 */
export type TakeRoom<Kernels extends KernelExports> = <Name extends string>(
  lengths: Readonly<Record<Name, number>>,
) => Room<Kernels, Name> | undefined

const GAP_BYTES = 16

/**
 * Room in the memory of one instance, made when it is first needed, and shared by all who ask.
 *
 * @param wasm the module, as base64
 * @param mostBytes of room: the memory grows to what was ever taken, and is never given back
 */
export function roomFor<Kernels extends KernelExports>(wasm: string, mostBytes: number): TakeRoom<Kernels> {
  /** Null when they cannot be had here. */
  let loaded: Kernels | null | undefined

  return (lengths) => {
    type Name = keyof typeof lengths
    const names = Object.keys(lengths) as Name[]
    const offsets: number[] = []
    let bytes = 0
    for (const name of names) {
      offsets.push(bytes)
      bytes += Math.ceil((4 * lengths[name]) / GAP_BYTES) * GAP_BYTES + GAP_BYTES
    }
    if (!(bytes <= mostBytes)) return undefined
    loaded ??= instantiate<Kernels>(wasm)
    if (loaded === null) return undefined
    const { memory } = loaded
    const missing = bytes - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
    const arrays = {} as Record<Name, Float32Array>
    names.forEach((name, index) => {
      const length = lengths[name]
      const withGap = new Float32Array(memory.buffer, offsets[index]!, length + GAP_BYTES / 4)
      withGap.fill(0, length)
      arrays[name] = withGap.subarray(0, length)
    })
    return { kernels: loaded, arrays }
  }
}

/** The same memory as integers. */
export function asIntegers(array: Float32Array): Int32Array {
  return new Int32Array(array.buffer, array.byteOffset, array.length)
}

/** The same memory as half as many 64-bit numbers. */
export function asDoubles(array: Float32Array): Float64Array {
  return new Float64Array(array.buffer, array.byteOffset, array.length / 2)
}
