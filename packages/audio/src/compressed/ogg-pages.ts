/** A header without its table of segments. */
const HEADER = 27
const END = 4

/** What the pages of an Ogg file say. */
export interface OggPages {
  /** What is wrong with them; null where nothing is. */
  readonly problem: string | null
  /** Where the last sample ends, counted from the first one that is encoded. */
  readonly end: number
  /** Of Opus, samples at the beginning that are not to be heard. */
  readonly skipped: number
}

/**
 * Goes through the pages of an Ogg file: each has a checksum and a number, and the last one says that it is the last. Decoders pass over what
 * is damaged.
 */
export function readOggPages(bytes: Uint8Array): OggPages {
  const problem = problemOf(bytes)
  if (problem !== null) return { problem, end: 0, skipped: 0 }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const first = HEADER + view.getUint8(HEADER - 1)
  const isOpus = String.fromCharCode(...bytes.subarray(first, first + 8)) === 'OpusHead'
  const last = lastPage(bytes, view)
  return {
    problem: null,
    end: Number(view.getBigInt64(last + 6, true)),
    skipped: isOpus && first + 12 <= bytes.length ? view.getUint16(first + 10, true) : 0,
  }
}

function lastPage(bytes: Uint8Array, view: DataView): number {
  let [at, last] = [0, 0]
  while (at < bytes.length) {
    last = at
    const segments = view.getUint8(at + HEADER - 1)
    const table = bytes.subarray(at + HEADER, at + HEADER + segments)
    at += HEADER + segments + table.reduce((sum, size) => sum + size, 0)
  }
  return last
}

function problemOf(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let [at, next] = [0, 0]
  let serial: number | null = null
  let isEnd = false
  while (at < bytes.length) {
    if (isEnd) return `something follows its last page, at byte ${at}`
    if (at + HEADER > bytes.length) return 'it is cut short'
    if (view.getUint32(at) !== 0x4f676753) return `there is no page at byte ${at}`
    const segments = view.getUint8(at + HEADER - 1)
    const table = bytes.subarray(at + HEADER, at + HEADER + segments)
    const end = at + HEADER + segments + table.reduce((sum, size) => sum + size, 0)
    if (table.length < segments || end > bytes.length) return 'it is cut short'
    serial ??= view.getUint32(at + 14, true)
    if (view.getUint32(at + 14, true) !== serial) return 'it holds several streams, and one is read'
    if (view.getUint32(at + 18, true) !== next) return `page ${next} is missing`
    if (view.getUint32(at + 22, true) !== checksum(bytes, at, end)) return `page ${next} is damaged, at byte ${at}`
    isEnd = (view.getUint8(at + 5) & END) !== 0
    next += 1
    at = end
  }
  return isEnd ? null : 'it is cut short: its last page is missing'
}

/** The polynomial of RFC 3533, most significant bit first. */
const POLYNOMIAL = 0x04c11db7
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ POLYNOMIAL : value << 1
  return value
})

/** Of a page whose own four bytes of checksum count as 0. */
function checksum(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const byte = at >= from + 22 && at < from + 26 ? 0 : bytes[at]!
    value = (value << 8) ^ TABLE[(value >>> 24) ^ byte]!
  }
  return value >>> 0
}
