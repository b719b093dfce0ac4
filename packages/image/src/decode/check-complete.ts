import type { ImageFormat } from './detect-format.ts'
import { gifFrames } from './gif-frames.ts'

/**
 * Why the file ends too early, or undefined when it does not. The decoder itself refuses truncated files of all formats
 * but these two, which it accepts once it has enough pixels: a GIF animation cut between two frames would silently be
 * a shorter one.
 */
export function missingEnd(format: ImageFormat, bytes: Uint8Array): string | undefined {
  if (format === 'PNG' && !pngEnds(bytes)) return 'the IEND chunk is missing'
  if (format === 'GIF' && !gifFrames(bytes).isWhole) return 'the trailer is missing'
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
