import type { ConstantData, DType, ValueInfo } from './graph.ts'

const checksums = new WeakMap<ConstantData, number>()

/** Equal constants have equal keys; constants with equal keys are very likely equal. */
export function constantKey(data: ConstantData, { dtype, shape }: ValueInfo): string {
  let checksum = checksums.get(data)
  if (checksum === undefined) {
    checksum = fnv1a(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    checksums.set(data, checksum)
  }
  return `${dtype}[${shape}]${checksum}`
}

/** Whether two constants hold the same elements; NaN equals itself, 0 differs from -0. */
export function sameElements(a: ConstantData | undefined, b: ConstantData): boolean {
  return a !== undefined && a.length === b.length && a.every((element, index) => Object.is(element, b[index]))
}

/** Elements as the array of their type. */
export function toElements(values: ArrayLike<number>, dtype: DType): ConstantData {
  if (dtype === 'float32') return Float32Array.from(values)
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values)
}

/** The array type that holds elements of a type. */
export const arrayTypes = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const

/** 32-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/). */
function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
