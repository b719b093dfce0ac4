import type { ImageFormat } from '../decode/detect-format.ts'
import { gifFrames } from '../decode/gif-frames.ts'

/** The frames of a GIF or WebP file; 1 for other formats. */
export function frameCount(format: ImageFormat, bytes: Uint8Array): number {
  if (format === 'GIF') return Math.max(1, gifFrames(bytes).frames)
  return format === 'WebP' ? Math.max(1, webpFrames(bytes)) : 1
}

/** Counts the chunks ANMF. WebP container specification, section "Extended file format" */
function webpFrames(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ANMF = 0x414e4d46
  let frames = 0
  for (let at = 12; at + 8 <= bytes.length; ) {
    if (view.getUint32(at) === ANMF) frames += 1
    const size = view.getUint32(at + 4, true)
    at += 8 + size + (size % 2)
  }
  return frames
}
