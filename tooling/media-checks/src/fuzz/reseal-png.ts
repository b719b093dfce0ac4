import { crc32 } from 'node:zlib'

/**
 * A PNG file with the checksums of its chunks made right, so that damage gets past them. A chunk is its length (4 bytes,
 * big endian), type (4), data, and checksum (4) of type and data: W3C PNG, section 5.3.
 */
export function resealPng(bytes: Uint8Array): Uint8Array {
  const sealed = bytes.slice()
  const view = new DataView(sealed.buffer)
  let at = 8
  while (at + 12 <= sealed.length) {
    const end = at + 8 + view.getUint32(at)
    if (end + 4 > sealed.length) break
    view.setUint32(end, crc32(sealed.subarray(at + 4, end)))
    at = end + 4
  }
  return sealed
}
