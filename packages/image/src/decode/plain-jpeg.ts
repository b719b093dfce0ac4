const SOF0 = 0xc0
const DHT = 0xc4
const SOS = 0xda
const DQT = 0xdb
const DRI = 0xdd
const APP0 = 0xe0
const APP14 = 0xee
const COM = 0xfe

/** Segments that may come before the scan of a plain JPEG: tables, JFIF's and Adobe's headers, and comments. */
const HARMLESS: ReadonlySet<number> = new Set([DHT, DQT, DRI, APP0, APP14, COM])

/**
 * The size of a baseline JPEG of 8 bits, grey or of three components in one scan, without anything that could change how
 * its samples are to be understood: no EXIF orientation, no colour profile, no second picture. Undefined for any other.
 *
 * Source: ITU-T T.81, annex B
 */
export function plainJpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let frame: { width: number; height: number; components: number } | undefined
  // After the start of the image: each segment is 0xff, its marker, its length (2 bytes, itself included), its data.
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1]!
    const length = view.getUint16(at + 2)
    const data = at + 4
    if (bytes[at] !== 0xff || length < 2 || at + 2 + length > bytes.length) return undefined
    if (marker === SOF0) {
      if (frame !== undefined || length < 8 || bytes[data] !== 8) return undefined
      frame = { height: view.getUint16(data + 1), width: view.getUint16(data + 3), components: bytes[data + 5]! }
    } else if (marker === SOS) {
      if (frame === undefined || frame.width === 0 || frame.height === 0) return undefined
      const { components, width, height } = frame
      return (components === 1 || components === 3) && bytes[data] === components ? { width, height } : undefined
    } else if (!HARMLESS.has(marker)) {
      return undefined
    }
    at += 2 + length
  }
  return undefined
}
