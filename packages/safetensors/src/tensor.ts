import { arrayClassOf, type NativeArrays, type SafetensorsDType } from './dtypes.ts'
import { errors } from './errors.ts'
import type { TensorInfo } from './header.ts'
import { toFloat32 } from './to-float32.ts'

/** A tensor of one dtype, row-major. */
export interface TensorOf<D extends SafetensorsDType> {
  readonly name: string
  readonly dtype: D
  /** Empty for a scalar. */
  readonly shape: readonly number[]
  /** Its values as they are in the file: a view of the file's bytes where they are aligned, else a copy. */
  readonly data: NativeArrays[D]
  /**
   * Its values as float32. F16 and BF16 convert exactly, 64-bit types round to the nearest. For F32 this is `data`
   * itself; every other dtype makes a new array on each call.
   *
   * @throws RomaeError `SAFETENSORS_OUT_OF_MEMORY`
   */
  toFloat32(): Float32Array
}

/** A tensor of a file; testing its `dtype` tells the type of its `data`. */
export type SafetensorsTensor = { [D in SafetensorsDType]: TensorOf<D> }[SafetensorsDType]

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Makes a tensor of its bytes, whose number has been checked against dtype and shape. */
export function makeTensor(info: TensorInfo, bytes: Uint8Array): SafetensorsTensor {
  const { name, dtype, shape } = info
  if (!littleEndian) throw errors.SAFETENSORS_BIG_ENDIAN_HOST({ tensor: name })
  let data: NativeArrays[typeof dtype] | undefined
  const tensor = {
    name,
    dtype,
    shape,
    get data() {
      data ??= viewOf(info, bytes)
      return data
    },
    toFloat32: () => allocating(name, bytes.length, () => toFloat32(dtype, tensor.data)),
  }
  return tensor as SafetensorsTensor
}

function viewOf({ name, dtype }: TensorInfo, bytes: Uint8Array): NativeArrays[SafetensorsDType] {
  const arrayClass = arrayClassOf(dtype)
  const aligned = bytes.byteOffset % arrayClass.BYTES_PER_ELEMENT === 0
  const source = aligned ? bytes : allocating(name, bytes.length, () => Uint8Array.from(bytes))
  return new arrayClass(source.buffer, source.byteOffset, bytes.length / arrayClass.BYTES_PER_ELEMENT)
}

/** Runs an allocation; the engine's RangeError becomes a typed error. */
export function allocating<Result>(what: string, bytes: number, allocate: () => Result): Result {
  try {
    return allocate()
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw errors.SAFETENSORS_OUT_OF_MEMORY({ bytes, what }, cause)
  }
}
