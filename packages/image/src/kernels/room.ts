import { kernelsWasm } from './kernels.wasm.ts'
import { PAGE_BYTES, type WasmMemory, webAssembly } from './web-assembly.ts'

/** The functions of `kernels.wat`. All but counts are pointers, which are the `byteOffset`s of a {@link Room}'s arrays. */
interface Kernels {
  readonly memory: WasmMemory
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

/** Arrays in the kernels' memory, good until the next {@link takeRoom}. They hold whatever was there before. */
interface Room<Name extends string> {
  readonly kernels: Kernels
  readonly arrays: Readonly<Record<Name, Float32Array>>
}

/** The memory is never given back. What needs more is rare, and is done in TypeScript. */
const MOST_BYTES = 16 * 2 ** 20
/** Between arrays, and zero: the kernels go up to 12 bytes too far. */
const GAP_BYTES = 16

/**
 * Room for arrays of 32-bit numbers of the given lengths, with the kernels that work on them. Undefined when there is no
 * WebAssembly with SIMD, a page's policy forbids it, or it would take more than 16 MiB: the caller then does the same in
 * TypeScript.
 */
export function takeRoom<Name extends string>(lengths: Readonly<Record<Name, number>>): Room<Name> | undefined {
  const names = Object.keys(lengths) as Name[]
  const offsets: number[] = []
  let bytes = 0
  for (const name of names) {
    offsets.push(bytes)
    bytes += Math.ceil((4 * lengths[name]) / GAP_BYTES) * GAP_BYTES + GAP_BYTES
  }
  if (!(bytes <= MOST_BYTES)) return undefined
  const kernels = loadKernels()
  if (kernels === null) return undefined
  const { memory } = kernels
  const missing = bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
  const arrays = Object.fromEntries(
    names.map((name, index) => {
      const length = lengths[name]
      const withGap = new Float32Array(memory.buffer, offsets[index]!, length + GAP_BYTES / 4)
      withGap.fill(0, length)
      return [name, withGap.subarray(0, length)]
    }),
  ) as Record<Name, Float32Array>
  return { kernels, arrays }
}

/** The same memory as integers. */
export function asIntegers(array: Float32Array): Int32Array {
  return new Int32Array(array.buffer, array.byteOffset, array.length)
}

/** Null when they cannot be had here. */
let loaded: Kernels | null | undefined

function loadKernels(): Kernels | null {
  loaded ??= compile()
  return loaded
}

function compile(): Kernels | null {
  if (webAssembly === undefined) return null
  try {
    const module = new webAssembly.Module(Uint8Array.from(atob(kernelsWasm), (character) => character.charCodeAt(0)))
    return new webAssembly.Instance(module).exports as Kernels
  } catch {
    return null
  }
}
