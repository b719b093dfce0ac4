import { crc32c } from './crc32c.ts'

/** Bytes of a record before its data (length and its checksum) and behind it (the data's checksum). */
const [BEFORE, BEHIND] = [12, 4]

/** TensorFlow's record of some data: 8 bytes of length, its checksum, the data, their checksum; little-endian. */
export function toRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(BEFORE + data.length + BEHIND)
  const view = new DataView(record.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, masked(record.subarray(0, 8)), true)
  record.set(data, BEFORE)
  view.setUint32(BEFORE + data.length, masked(data), true)
  return record
}

/** The data of all records that are whole, in their order: what follows one that is damaged or cut short is not looked at. */
export function* recordsOf(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + BEFORE + BEHIND <= bytes.length; ) {
    const length = Number(view.getBigUint64(at, true))
    const end = at + BEFORE + length
    if (view.getUint32(at + 8, true) !== masked(bytes.subarray(at, at + 8)) || end + BEHIND > bytes.length) return
    const data = bytes.subarray(at + BEFORE, end)
    if (view.getUint32(end, true) !== masked(data)) return
    yield data
    at = end + BEHIND
  }
}

/** A checksum as it is stored, so that one of data with checksums in them says something: turned by 15 bits, and moved. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
