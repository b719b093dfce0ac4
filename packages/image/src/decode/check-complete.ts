import type { ImageFormat } from './detect-format.ts'

/**
 * Why the file ends too early, or undefined when it does not. The decoder itself refuses truncated files of all formats
 * but these two, which it accepts once it has enough pixels: a GIF animation cut between two frames would silently be
 * a shorter one.
 */
export function missingEnd(format: ImageFormat, bytes: Uint8Array): string | undefined {
  if (format === 'PNG' && !pngEnds(bytes)) return 'the IEND chunk is missing'
  if (format === 'GIF' && !gifEnds(bytes)) return 'the trailer is missing'
  return undefined
}

/** Follows the chunks to IEND: length (4 bytes, big endian), type (4), data, checksum (4). W3C PNG, section 5.3. */
function pngEnds(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const IEND = 0x49454e44
  for (let at = 8; at + 12 <= bytes.length; at += view.getUint32(at) + 12) {
    if (view.getUint32(at + 4) === IEND) return true
  }
  return false
}

/** Follows the blocks to the trailer: GIF89a specification, sections 17 to 27. */
function gifEnds(bytes: Uint8Array): boolean {
  const EXTENSION = 0x21
  const IMAGE = 0x2c
  const TRAILER = 0x3b
  const tableSize = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  let at = 13 + tableSize(bytes[10] ?? 0)
  while (at < bytes.length) {
    const block = bytes[at]
    if (block === TRAILER) return true
    if (block === EXTENSION) at += 2
    // Descriptor, local colour table, and the byte that starts the LZW data.
    else if (block === IMAGE) at += 10 + tableSize(bytes[at + 9] ?? 0) + 1
    else return false
    // Sub-blocks, each after a byte that holds its length, up to one of length 0.
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1
    at += 1
  }
  return false
}
