import { errors } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'

/** Where a chunk's content lies in the file. */
export interface Chunk {
  readonly start: number
  readonly size: number
}

/** What a WAV file is made of, as far as it is needed to decode it. */
export interface WavLayout {
  /** RIFX: numbers have their highest byte first. */
  readonly bigEndian: boolean
  readonly format: Chunk
  readonly data: Chunk
  /** The `fact` chunk's number of samples a channel, where there is one before the data. */
  readonly factSamples: number | undefined
}

const CONTAINERS = ['RIFF', 'RIFX', 'RF64']
const HEADER = 12
/** A real file has a handful; a million of empty ones would keep the reader busy for minutes. */
const MAX_CHUNKS = 1000
/** In RF64 this size means that the true one stands in the `ds64` chunk. */
const SIZE_ELSEWHERE = 0xffffffff

/**
 * Finds the chunks of a WAV file by reading nothing but their headers. Chunks after the data are not looked at.
 *
 * Sizes are held against the file's: no chunk may reach beyond the container, nor the container beyond the file.
 *
 * Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF, RIFX); EBU Tech 3306 (RF64).
 *
 * @throws AUDIO_NOT_WAV, AUDIO_TRUNCATED, AUDIO_BAD_HEADER
 */
export async function readLayout(bytes: ByteSource): Promise<WavLayout> {
  const { file } = bytes
  requireRoom(bytes, 0, HEADER, bytes.size, 'its header')
  const header = view(await bytes.read(0, HEADER))
  const container = textAt(header, 0)
  if (!CONTAINERS.includes(container)) {
    throw errors.AUDIO_NOT_WAV({ file, expected: `one of ${CONTAINERS.join(', ')}`, got: container, offset: 0 })
  }
  const form = textAt(header, 8)
  if (form !== 'WAVE') throw errors.AUDIO_NOT_WAV({ file, expected: 'WAVE', got: form, offset: 8 })
  const bigEndian = container === 'RIFX'
  const littleEndian = !bigEndian

  const riffSize = header.getUint32(4, littleEndian)
  // RF64 gives the size in its first chunk; until that is read the file itself is the limit.
  let end = container === 'RF64' ? bytes.size : 8 + riffSize
  requireRoom(bytes, 0, end, bytes.size, `the ${container} container`)
  let dataSize64: number | undefined
  let format: Chunk | undefined
  let factSamples: number | undefined

  let offset = HEADER
  for (let count = 0; count < MAX_CHUNKS; count++) {
    const missing = format === undefined ? 'a "fmt " chunk' : 'a "data" chunk'
    requireRoom(bytes, offset, 8, end, missing)
    const head = view(await bytes.read(offset, 8))
    const id = textAt(head, 0)
    const declared = head.getUint32(4, littleEndian)
    const size = id === 'data' && declared === SIZE_ELSEWHERE && dataSize64 !== undefined ? dataSize64 : declared
    const start = offset + 8
    requireRoom(bytes, start, size, end, `the "${id}" chunk`)
    const content = (length: number) => readContent(bytes, id, { start, size }, length)

    if (container === 'RF64' && count === 0) {
      if (id !== 'ds64') throw errors.AUDIO_NOT_WAV({ file, expected: 'ds64', got: id, offset })
      const sizes = await content(16)
      end = 8 + uint64At(sizes, 0)
      dataSize64 = uint64At(sizes, 8)
      requireRoom(bytes, 0, end, bytes.size, 'the RF64 container')
    } else if (id === 'fmt ') {
      if (format !== undefined) throw badHeader(file, 'number of "fmt " chunks', '1', '2')
      format = { start, size }
    } else if (id === 'fact' && size >= 4) {
      factSamples = (await content(4)).getUint32(0, littleEndian)
    } else if (id === 'data') {
      if (format === undefined) throw badHeader(file, 'first chunk of "fmt " and "data"', '"fmt "', '"data"')
      return { bigEndian, format, data: { start, size }, factSamples }
    }
    // Chunks start at even offsets.
    offset = start + size + (size % 2)
  }
  throw badHeader(file, 'number of chunks before the data', `at most ${MAX_CHUNKS}`, `more than ${MAX_CHUNKS}`)
}

/** The first `length` bytes of a chunk. @throws AUDIO_BAD_HEADER for a smaller one */
export async function readContent(bytes: ByteSource, id: string, chunk: Chunk, length: number): Promise<DataView> {
  if (chunk.size < length) {
    throw badHeader(bytes.file, `size of the "${id}" chunk`, `at least ${length} bytes`, `${chunk.size}`)
  }
  return view(await bytes.read(chunk.start, length))
}

export function badHeader(file: string, field: string, expected: string, got: string) {
  return errors.AUDIO_BAD_HEADER({ file, field, expected, got })
}

function requireRoom({ file }: ByteSource, offset: number, length: number, end: number, what: string): void {
  if (offset + length <= end) return
  throw errors.AUDIO_TRUNCATED({ file, what, offset, needed: length, got: Math.max(0, end - offset) })
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function textAt(bytes: DataView, offset: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => bytes.getUint8(offset + index)))
}

/** Exact below 2⁵³, and above it larger than any file: good enough to be refused. RF64 is little-endian. */
function uint64At(bytes: DataView, offset: number): number {
  return bytes.getUint32(offset, true) + bytes.getUint32(offset + 4, true) * 2 ** 32
}
