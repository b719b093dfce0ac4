/** The typed array that holds each dtype. F16 and BF16 are kept as their bits; BOOL as bytes, 0 = false. */
export interface NativeArrays {
  BOOL: Uint8Array
  U8: Uint8Array
  I8: Int8Array
  I16: Int16Array
  U16: Uint16Array
  F16: Uint16Array
  BF16: Uint16Array
  I32: Int32Array
  U32: Uint32Array
  F32: Float32Array
  F64: Float64Array
  I64: BigInt64Array
  U64: BigUint64Array
}

/** A dtype of the format. Its 8-bit and 4-bit floats and complex numbers are not supported. */
export type SafetensorsDType = keyof NativeArrays

/** A typed array that a tensor's values can be in. */
export type NativeArray = NativeArrays[SafetensorsDType]

interface NativeArrayConstructor {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): NativeArray
}

/** The array class of each dtype, in the order of the format's own implementation, which lays files out by it. */
const arrayClasses: ReadonlyMap<string, NativeArrayConstructor> = new Map<SafetensorsDType, NativeArrayConstructor>([
  ['BOOL', Uint8Array],
  ['U8', Uint8Array],
  ['I8', Int8Array],
  ['I16', Int16Array],
  ['U16', Uint16Array],
  ['F16', Uint16Array],
  ['BF16', Uint16Array],
  ['I32', Int32Array],
  ['U32', Uint32Array],
  ['F32', Float32Array],
  ['F64', Float64Array],
  ['I64', BigInt64Array],
  ['U64', BigUint64Array],
])

/** Every supported dtype, narrowest first: the reverse of the order in which a file holds them. */
export const dtypes = [...arrayClasses.keys()] as readonly SafetensorsDType[]

/** The array class of a dtype; `undefined` for a name that is no supported dtype. */
export function arrayClassOf(dtype: SafetensorsDType): NativeArrayConstructor
export function arrayClassOf(dtype: string): NativeArrayConstructor | undefined
export function arrayClassOf(dtype: string): NativeArrayConstructor | undefined {
  return arrayClasses.get(dtype)
}

/** True for the name of a supported dtype. */
export function isDType(name: string): name is SafetensorsDType {
  return arrayClasses.has(name)
}

/** The dtypes that an array can be written as, the default first; none for an array of another kind. */
export function dtypesOf(array: ArrayBufferView): readonly SafetensorsDType[] {
  if (array instanceof Uint8Array) return ['U8', 'BOOL']
  return dtypes.filter((dtype) => array instanceof arrayClassOf(dtype))
}
