import { missingEnd } from '../decode/check-complete.ts'
import type { ImageFormat } from '../decode/detect-format.ts'

/** Why a file ends too early; undefined when it does not. Browsers show what there is of one, and say nothing. */
export function endsTooEarly(format: ImageFormat, bytes: Uint8Array): string | undefined {
  if (format === 'JPEG' && !jpegEnds(bytes)) return 'the end of the image is missing'
  if (format === 'WebP' && bytes.length < 8 + viewOf(bytes).getUint32(4, true)) return 'it is shorter than it says'
  if (format === 'AVIF' && !boxesEnd(bytes)) return 'a box is cut off'
  return missingEnd(format, bytes)
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const SOS = 0xda
const EOI = 0xd9

/** Follows the segments to the scan, beyond pictures that they may hold, and looks for the marker of the end. ITU-T T.81, annex B */
function jpegEnds(bytes: Uint8Array): boolean {
  const view = viewOf(bytes)
  let at = 2
  while (at + 4 <= bytes.length && bytes[at + 1] !== SOS) at += bytes[at + 1] === 0xff ? 1 : 2 + view.getUint16(at + 2)
  for (let end = bytes.length - 2; end >= at + 2; end--) if (bytes[end] === 0xff && bytes[end + 1] === EOI) return true
  return false
}

/** Whether the last box, too, lies in the file. ISO 14496-12, section 4.2 */
function boxesEnd(bytes: Uint8Array): boolean {
  const view = viewOf(bytes)
  let at = 0
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at)
    if (size === 0) return true
    if (size === 1 && at + 16 > bytes.length) return false
    at += size === 1 ? Number(view.getBigUint64(at + 8)) : Math.max(size, 8)
  }
  return at === bytes.length
}
