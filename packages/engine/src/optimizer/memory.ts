import { errors } from '../errors.ts'
import type { OptimizerPasses } from './passes.ts'
import { typescriptPasses } from './typescript-passes.ts'
import { wasmPasses } from './wasm-passes.ts'
import { Memory, type WasmMemory } from './web-assembly.ts'

/** Zeroed flat vectors of one padded length, and the passes that can work on them. */
export interface VectorMemory {
  readonly vectors: readonly Float32Array[]
  readonly passes: OptimizerPasses
}

const pageBytes = 65_536
/** One page less than the 4 GiB of a 32-bit address space, so that the end of the last vector is an address. */
const maximumPages = 65_535
/** Vectors start on cache lines. */
const alignment = 16

const paddedLength = (length: number) => Math.ceil(length / alignment) * alignment

/**
 * Vectors as views of one WebAssembly memory. Its size is fixed: growing it would detach every view.
 *
 * @throws RomaeError `ENGINE_TOO_LARGE`
 */
export function allocateWasm(program: string, count: number, length: number): VectorMemory {
  const padded = paddedLength(length)
  const bytes = count * padded * Float32Array.BYTES_PER_ELEMENT
  const pages = Math.ceil(bytes / pageBytes)
  const tooLarge = (cause?: unknown) =>
    errors.ENGINE_TOO_LARGE({ program, bytes, limit: maximumPages * pageBytes }, cause)
  if (pages > maximumPages) throw tooLarge()
  let memory: WasmMemory
  try {
    memory = new Memory({ initial: pages, maximum: pages })
  } catch (cause) {
    throw tooLarge(cause)
  }
  const vectors = Array.from({ length: count }, (_, index) => {
    return new Float32Array(memory.buffer, index * padded * Float32Array.BYTES_PER_ELEMENT, padded)
  })
  return { vectors, passes: wasmPasses(memory) }
}

/** Vectors as ordinary typed arrays. */
export function allocateTypedArrays(count: number, length: number): VectorMemory {
  const vectors = Array.from({ length: count }, () => new Float32Array(paddedLength(length)))
  return { vectors, passes: typescriptPasses }
}
