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
  /** Whether the data go to the end of the file, as nothing says where they end: it may be in the middle of a sample. */
  readonly isOpen: boolean
  /** The `fact` chunk's number of samples a channel, where there is one before the data. */
  readonly factSamples: number | undefined
}

const CONTAINERS = ['RIFF', 'RIFX', 'RF64']
const HEADER = 12
/** A real file has a handful; a million of empty ones would keep the reader busy for minutes. */
const MAX_CHUNKS = 1000
/** In RF64 this size means that the true one stands in the `ds64` chunk. */
const SIZE_ELSEWHERE = 0xffffffff
/** What programs write for the size of data that they put into a pipe: ffmpeg, sox, arecord. */
const OPEN_SIZES = [0, 0xffffffff, 0x7fffffff, 0x80000000, 0x7ffff000]
/** Chunks that files really have: what begins so, and where another chunk is to begin, is one. */
const KNOWN_CHUNKS = ['fmt ', 'data', 'fact', 'LIST', 'bext', 'cue ', 'smpl', 'JUNK', 'junk', 'PEAK', 'id3 ', 'ID3 ']

/** How strictly a layout is read. */
export interface LayoutOptions {
  /** Refuses what contradicts itself, even where all samples are there. */
  readonly strict: boolean
  /** Takes data of a size that was not known for all that follows. */
  readonly openEnd: boolean
  /** Is told what was wrong and has not mattered. */
  readonly onNote: (note: string) => void
}

/**
 * Finds the chunks of a WAV file by reading nothing but their headers. Chunks after the data are not looked at.
 *
 * Sizes are held against the file's: no chunk may reach beyond it, nor, where it is read strictly, beyond the container, or the
 * container beyond the file.
 *
 * Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF, RIFX); EBU Tech 3306 (RF64).
 *
 * @throws RomaeError `AUDIO_NOT_WAV`, `AUDIO_TRUNCATED`, `AUDIO_BAD_HEADER`, `AUDIO_OPEN_END`
 */
export async function readLayout(bytes: ByteSource, options: LayoutOptions): Promise<WavLayout> {
  const { file } = bytes
  const { strict, openEnd, onNote } = options
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
  let declaredEnd = container === 'RF64' ? bytes.size : 8 + riffSize
  let end = strict ? declaredEnd : bytes.size
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
    if (id === 'data' && OPEN_SIZES.includes(size)) {
      const rest = await openData(bytes, start, size)
      if (rest > 0 && !openEnd) throw errors.AUDIO_OPEN_END({ file, size, rest })
      if (rest > 0 && format !== undefined) {
        return { bigEndian, format, data: { start, size: rest }, isOpen: true, factSamples: undefined }
      }
    }
    requireRoom(bytes, start, size, end, `the "${id}" chunk`)
    const content = (length: number) => readContent(bytes, id, { start, size }, length)

    if (container === 'RF64' && count === 0) {
      if (id !== 'ds64') throw errors.AUDIO_NOT_WAV({ file, expected: 'ds64', got: id, offset })
      const sizes = await content(16)
      declaredEnd = 8 + uint64At(sizes, 0)
      dataSize64 = uint64At(sizes, 8)
      if (strict) end = declaredEnd
      requireRoom(bytes, 0, end, bytes.size, 'the RF64 container')
    } else if (id === 'fmt ') {
      if (format !== undefined) throw badHeader(file, 'number of "fmt " chunks', '1', '2')
      format = { start, size }
    } else if (id === 'fact' && size >= 4) {
      factSamples = (await content(4)).getUint32(0, littleEndian)
    } else if (id === 'data') {
      if (format === undefined) throw badHeader(file, 'first chunk of "fmt " and "data"', '"fmt "', '"data"')
      if (declaredEnd > bytes.size || declaredEnd < start + size) {
        onNote(`${file}: its header says ${declaredEnd} bytes and it has ${bytes.size}; all samples are there`)
      }
      return { bigEndian, format, data: { start, size }, isOpen: false, factSamples }
    }
    // Chunks start at even offsets.
    offset = start + size + (size % 2)
    if (size % 2 === 1 && !strict && (await lacksPad(bytes, offset))) {
      onNote(`${file}: the byte is missing that fills the "${id}" chunk up to an even size`)
      offset -= 1
    }
  }
  throw badHeader(file, 'number of chunks before the data', `at most ${MAX_CHUNKS}`, `more than ${MAX_CHUNKS}`)
}

/** How many bytes of data follow a size that says nothing; 0 where it is right, as the file ends there or has another chunk. */
async function openData(bytes: ByteSource, start: number, size: number): Promise<number> {
  const rest = Math.max(0, bytes.size - start)
  if (size !== 0) return rest > size ? 0 : rest
  const isChunk = rest >= 8 && KNOWN_CHUNKS.includes(textAt(view(await bytes.read(start, 4)), 0))
  return isChunk ? 0 : rest
}

/** Whether the next chunk stands a byte before where it should, as an odd one is not filled up. */
async function lacksPad(bytes: ByteSource, offset: number): Promise<boolean> {
  if (offset - 1 + 8 > bytes.size) return false
  const early = textAt(view(await bytes.read(offset - 1, 4)), 0)
  const due = offset + 4 > bytes.size ? '' : textAt(view(await bytes.read(offset, 4)), 0)
  return KNOWN_CHUNKS.includes(early) && !KNOWN_CHUNKS.includes(due)
}

/** The first `length` bytes of a chunk. @throws RomaeError `AUDIO_BAD_HEADER` for a smaller one */
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
