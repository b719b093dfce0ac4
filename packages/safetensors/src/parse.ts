import { errors } from './errors.ts'
import { lengthBytes, readHeader, readHeaderLength } from './header.ts'
import { type ReadOptions, resolveReadOptions } from './options.ts'
import { makeTensor, type SafetensorsTensor } from './tensor.ts'

/** A file in memory. */
export interface SafetensorsFile {
  /** The file's free text entries; `undefined` where it has none. */
  readonly metadata: ReadonlyMap<string, string> | undefined
  /** By name, in the order of the data. */
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>
  /**
   * The tensor of a name.
   *
   * @throws RomaeError `SAFETENSORS_TENSOR_MISSING`
   */
  tensor(name: string): SafetensorsTensor
}

/**
 * Reads a whole `.safetensors` file from memory.
 *
 * The header is checked completely first: its length, its JSON (duplicate keys included), dtypes, shapes, and that the
 * tensors fill the data exactly. Values are views of `bytes`, which must stay unchanged while they are used.
 *
 * @throws RomaeError with a `SAFETENSORS_` code for every other input
 */
export function parseSafetensors(bytes: Uint8Array, options: ReadOptions = {}): SafetensorsFile {
  const { maxHeaderBytes } = resolveReadOptions(options)
  const headerLength = readHeaderLength(bytes, bytes.length, maxHeaderBytes)
  const dataStart = lengthBytes + headerLength
  const data = bytes.subarray(dataStart)
  const header = readHeader(bytes.subarray(lengthBytes, dataStart), data.length)
  const tensors = new Map(
    header.tensors.map((info) => [info.name, makeTensor(info, data.subarray(info.begin, info.end))]),
  )
  return {
    metadata: header.metadata,
    tensors,
    tensor: (name) => lookUp(tensors, name),
  }
}

/** The value of a name; an error that lists some names where there is none. */
export function lookUp<Value>(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name)
  if (value === undefined) throw errors.SAFETENSORS_TENSOR_MISSING({ name, names: [...values.keys()] })
  return value
}
