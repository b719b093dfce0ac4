/** A file of any header text and data, well-formed or not. */
export function rawFile(
  header: string | Uint8Array,
  data: Uint8Array | number = 0,
  claimedLength?: bigint,
): Uint8Array {
  const headerBytes = typeof header === 'string' ? new TextEncoder().encode(header) : header
  const dataBytes = typeof data === 'number' ? new Uint8Array(data) : data
  const file = new Uint8Array(8 + headerBytes.length + dataBytes.length)
  new DataView(file.buffer).setBigUint64(0, claimedLength ?? BigInt(headerBytes.length), true)
  file.set(headerBytes, 8)
  file.set(dataBytes, 8 + headerBytes.length)
  return file
}

/** The header entry of one tensor. */
export function entry(name: string, dtype: string, shape: readonly number[], begin: number, end: number): string {
  return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`
}
