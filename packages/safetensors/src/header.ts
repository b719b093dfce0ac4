import { arrayClassOf, dtypes, isDType, type SafetensorsDType } from './dtypes.ts'
import { errors } from './errors.ts'
import { JsonCursor } from './json-cursor.ts'

/** What a file's header says of one tensor. */
export interface TensorInfo {
  readonly name: string
  readonly dtype: SafetensorsDType
  readonly shape: readonly number[]
  /** Its first byte, counted from the start of the data. */
  readonly begin: number
  /** The byte after its last, counted from the start of the data. */
  readonly end: number
}

/** A checked header: its tensors fill the data from the first byte to the last, with no gap and no overlap. */
export interface Header {
  /** The `__metadata__` entry; `undefined` where the file has none. */
  readonly metadata: ReadonlyMap<string, string> | undefined
  /** In the order of the data. */
  readonly tensors: readonly TensorInfo[]
}

/** The limit on the header's length of the format's own implementation. */
export const defaultMaxHeaderBytes = 100_000_000

/** The header's length comes first, as an unsigned 64-bit integer. */
export const lengthBytes = 8

/** Tensors of a file, and entries of its metadata: the largest models have a tenth as many in a file. */
const maxEntries = 1_000_000

/** Characters of a tensor's name, or of a key of the metadata. */
const maxNameLength = 4096

/** As many axes as NumPy allows. A limit keeps the memory of a header in proportion to its length. */
const maxRank = 64

export const metadataKey = '__metadata__'

/** Reads the header's length from the first 8 bytes and checks it against the limit and the file's size. */
export function readHeaderLength(prefix: Uint8Array, fileSize: number, limit: number): number {
  if (prefix.length < lengthBytes) {
    throw errors.SAFETENSORS_TRUNCATED({ needed: lengthBytes, got: prefix.length, what: 'the header length' })
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true)
  if (length > BigInt(limit)) throw errors.SAFETENSORS_HEADER_TOO_LARGE({ got: length, limit })
  const needed = lengthBytes + Number(length)
  if (needed > fileSize) throw errors.SAFETENSORS_TRUNCATED({ needed, got: fileSize, what: 'the header' })
  return Number(length)
}

/**
 * Reads and checks a header against the size of the data that follows it.
 *
 * @param bytes the header's JSON, without the length before it
 * @param dataSize bytes in the file after the header
 */
export function readHeader(bytes: Uint8Array, dataSize: number): Header {
  const text = decodeUtf8(bytes)
  // JSON allows white space before the brace, the format does not.
  if (!text.startsWith('{')) {
    throw errors.SAFETENSORS_HEADER_SYNTAX({ position: 0, expected: '{', got: text.slice(0, 20) })
  }
  const cursor = new JsonCursor(text)
  let metadata: Map<string, string> | undefined
  const tensors: TensorInfo[] = []
  cursor.object((key) => {
    requireWithin('characters in a name', key.length, maxNameLength)
    requireWithin('tensors', tensors.length + 1, maxEntries)
    if (key === metadataKey) metadata = readMetadata(cursor)
    else tensors.push(checkTensor(readTensor(cursor, key), dataSize))
  })
  cursor.end()
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end)
  checkCoverage(tensors, dataSize)
  return { metadata, tensors }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw errors.SAFETENSORS_HEADER_NOT_UTF8({ length: bytes.length }, cause)
  }
}

function readMetadata(cursor: JsonCursor): Map<string, string> {
  const metadata = new Map<string, string>()
  cursor.object((key) => {
    requireWithin('characters in a name', key.length, maxNameLength)
    requireWithin('entries of metadata', metadata.size + 1, maxEntries)
    metadata.set(key, cursor.string())
  })
  return metadata
}

function requireWithin(what: string, got: number, limit: number): void {
  if (got > limit) throw errors.SAFETENSORS_LIMIT({ what, got, limit })
}

function readTensor(cursor: JsonCursor, name: string): TensorInfo {
  let dtype = ''
  let shape: number[] = []
  let offsets: number[] = []
  const fields = cursor.object((field) => {
    if (field === 'dtype') dtype = cursor.string()
    else if (field === 'shape') shape = cursor.array(() => cursor.nonNegativeInteger(), maxRank, 'axes')
    else if (field === 'data_offsets') offsets = cursor.array(() => cursor.nonNegativeInteger(), 2, 'offsets')
    else throw errors.SAFETENSORS_FIELDS({ tensor: name, got: [field] })
  })
  if (fields.size < 3) throw errors.SAFETENSORS_FIELDS({ tensor: name, got: [...fields] })
  if (!isDType(dtype)) throw errors.SAFETENSORS_UNKNOWN_DTYPE({ tensor: name, got: dtype, known: dtypes })
  const [begin, end] = offsets
  if (begin === undefined || end === undefined) {
    throw errors.SAFETENSORS_FIELDS({ tensor: name, got: [`data_offsets of ${offsets.length} numbers`] })
  }
  return { name, dtype, shape, begin, end }
}

function checkTensor(tensor: TensorInfo, dataSize: number): TensorInfo {
  const { name, dtype, shape, begin, end } = tensor
  if (begin > end || end > dataSize) {
    throw errors.SAFETENSORS_OFFSETS({ tensor: name, begin, end, size: dataSize })
  }
  const expected = byteSizeOf(name, dtype, shape)
  if (end - begin !== expected) {
    throw errors.SAFETENSORS_SIZE_MISMATCH({ tensor: name, dtype, shape, expected, got: end - begin })
  }
  return tensor
}

/** Bytes of a tensor; an error where the number is not exact in a double. A later 0 does not excuse an overflow. */
export function byteSizeOf(name: string, dtype: SafetensorsDType, shape: readonly number[]): number {
  let bytes = arrayClassOf(dtype).BYTES_PER_ELEMENT
  for (const size of shape) {
    bytes *= size
    if (!Number.isSafeInteger(bytes)) {
      throw errors.SAFETENSORS_SHAPE({ tensor: name, reason: `[${shape.join(', ')}] exceeds 2^53 - 1 bytes` })
    }
  }
  return bytes
}

function checkCoverage(tensors: readonly TensorInfo[], dataSize: number): void {
  let previousEnd = 0
  for (const { name, begin, end } of tensors) {
    if (begin < previousEnd) throw errors.SAFETENSORS_OVERLAP({ tensor: name, begin, previousEnd })
    if (begin > previousEnd) throw errors.SAFETENSORS_GAP({ tensor: name, begin, previousEnd })
    previousEnd = end
  }
  if (previousEnd < dataSize) throw errors.SAFETENSORS_TRAILING_BYTES({ end: previousEnd, size: dataSize })
}
