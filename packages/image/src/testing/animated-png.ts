import { crc32 } from 'node:zlib'

/**
 * Makes an animation of a PNG file, as far as its chunks before the pixels say it: further frames are not there.
 *
 * @param hasFirst whether the file's own image is the first frame
 */
export function animatedPng(png: Uint8Array, frames: number, hasFirst = true): Buffer {
  // The signature and the header chunk.
  const start = 8 + 25
  const width = Buffer.from(png.subarray(16, 24))
  const control = Buffer.concat([Buffer.alloc(4), width, Buffer.alloc(8), Buffer.from([0, 1, 0, 10, 0, 0])])
  const counts = Buffer.alloc(8)
  counts.writeUInt32BE(frames)
  const chunks = [chunk('acTL', counts), ...(hasFirst ? [chunk('fcTL', control)] : [])]
  return Buffer.concat([png.subarray(0, start), ...chunks, png.subarray(start)])
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), content])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  checksum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, checksum])
}
