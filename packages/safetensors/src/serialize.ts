import { dtypes, dtypesOf, isDType, type NativeArray, type SafetensorsDType } from './dtypes.ts'
import { errors } from './errors.ts'
import { byteSizeOf, lengthBytes, metadataKey } from './header.ts'
import { isWellFormed } from './json-cursor.ts'
import { allocating } from './tensor.ts'

/** A tensor to be written, row-major. A tensor that was read can be written as it is. */
export interface TensorToWrite {
  readonly data: NativeArray
  readonly shape: readonly number[]
  /** Default: what the array says. Needed for F16 and BF16 (a `Uint16Array` of their bits) and BOOL (a `Uint8Array`). */
  readonly dtype?: SafetensorsDType
}

/** Named values: a `Map`, or a plain object. */
export type Named<Value> = ReadonlyMap<string, Value> | Readonly<Record<string, Value>>

/** A file in the pieces that are written one after the other. */
export interface FilePieces {
  readonly size: number
  readonly pieces: readonly Uint8Array[]
}

/**
 * Writes a `.safetensors` file to memory, byte for byte as the Python package does: tensors by dtype, the widest first,
 * then by name; the header padded to a multiple of 8 bytes. Metadata keeps the order given.
 *
 * @throws RomaeError `SAFETENSORS_BAD_TENSOR`, `SAFETENSORS_BAD_METADATA`, `SAFETENSORS_SHAPE`,
 * `SAFETENSORS_OUT_OF_MEMORY`
 */
export function serializeSafetensors(tensors: Named<TensorToWrite>, metadata?: Named<string>): Uint8Array {
  const { size, pieces } = layOut(tensors, metadata)
  const bytes = allocating('the file', size, () => new Uint8Array(size))
  let offset = 0
  for (const piece of pieces) {
    bytes.set(piece, offset)
    offset += piece.length
  }
  return bytes
}

/**
 * The bytes of `serializeSafetensors` in pieces that follow each other: the header, and views of the tensors' own values.
 * For writing or hashing a file without a second copy of it in memory.
 *
 * @throws RomaeError `SAFETENSORS_BAD_TENSOR`, `SAFETENSORS_BAD_METADATA`, `SAFETENSORS_SHAPE`
 */
export function safetensorsPieces(tensors: Named<TensorToWrite>, metadata?: Named<string>): readonly Uint8Array[] {
  return layOut(tensors, metadata).pieces
}

/** Checks everything to be written and lays out the file, without copying any values. */
export function layOut(tensors: Named<TensorToWrite>, metadata: Named<string> | undefined): FilePieces {
  const checked = entriesOf(tensors).map(([name, tensor]) => checkTensor(name, tensor))
  checked.sort((a, b) => dtypes.indexOf(b.dtype) - dtypes.indexOf(a.dtype) || compareCodePoints(a.name, b.name))
  const members: string[] = []
  if (metadata !== undefined) members.push(`"${metadataKey}":{${metadataMembers(metadata).join(',')}}`)
  let end = 0
  for (const { name, dtype, shape, bytes } of checked) {
    const begin = end
    end += bytes.length
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`)
  }
  const header = new TextEncoder().encode(`{${members.join(',')}}`)
  const paddedLength = Math.ceil(header.length / lengthBytes) * lengthBytes
  const prefix = new Uint8Array(lengthBytes + paddedLength).fill(0x20)
  new DataView(prefix.buffer).setBigUint64(0, BigInt(paddedLength), true)
  prefix.set(header, lengthBytes)
  return { size: prefix.length + end, pieces: [prefix, ...checked.map(({ bytes }) => bytes)] }
}

interface CheckedTensor {
  readonly name: string
  readonly dtype: SafetensorsDType
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

function checkTensor(name: string, { data, shape, dtype }: TensorToWrite): CheckedTensor {
  const fail = (reason: string) => errors.SAFETENSORS_BAD_TENSOR({ tensor: name, reason })
  if (name === metadataKey) throw fail('its name is reserved for the metadata')
  if (!isWellFormed(name)) throw fail('its name holds half a surrogate pair, which UTF-8 cannot express')
  const possible = ArrayBuffer.isView(data) ? dtypesOf(data) : []
  const chosen = dtype ?? possible[0]
  if (chosen === undefined) throw fail('its data is not a typed array of a supported dtype')
  if (!isDType(chosen)) throw fail(`its dtype is ${String(chosen)}; known are ${dtypes.join(', ')}`)
  if (!possible.includes(chosen)) {
    throw fail(`its dtype is ${chosen}, but a ${data.constructor.name} holds ${possible.join(' or ')}`)
  }
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw fail(`its shape [${shape.join(', ')}] must hold integers from 0 up`)
  }
  const expected = byteSizeOf(name, chosen, shape) / data.BYTES_PER_ELEMENT
  if (data.length !== expected) {
    throw fail(`its shape [${shape.join(', ')}] takes ${expected} values, but its data holds ${data.length}`)
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return { name, dtype: chosen, shape, bytes }
}

function metadataMembers(metadata: Named<string>): string[] {
  return entriesOf(metadata).map(([key, value]) => {
    if (typeof value !== 'string') {
      throw errors.SAFETENSORS_BAD_METADATA({
        key,
        reason: `its value is a ${typeof value}; the format takes text only`,
      })
    }
    if (!isWellFormed(key) || !isWellFormed(value)) {
      throw errors.SAFETENSORS_BAD_METADATA({ key, reason: 'it holds half a surrogate pair' })
    }
    return `${JSON.stringify(key)}:${JSON.stringify(value)}`
  })
}

function entriesOf<Value>(values: Named<Value>): [string, Value][] {
  return values instanceof Map ? [...values] : Object.entries(values)
}

/** The order of UTF-8 bytes. JavaScript's own order differs from it above U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = left[index]!.codePointAt(0)! - right[index]!.codePointAt(0)!
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
