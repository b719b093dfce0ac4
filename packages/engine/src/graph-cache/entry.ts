import { createHash } from 'node:crypto'
import type { CachedGraph } from './graph-cache.ts'

/** Bytes of a SHA-256. */
const CHECKSUM = 32
const NEWLINE = 0x0a

/** A cached graph as a file: a SHA-256 of its key and of all that follows, one line of JSON, the model. */
export function encodeEntry(key: string, { model, outputs, nodes }: CachedGraph): Uint8Array {
  const header = Buffer.from(`${JSON.stringify({ outputs, nodes })}\n`)
  return Buffer.concat([checksum(Buffer.from(key), header, model), header, model])
}

/** The cached graph of a file; undefined if the file is not, byte for byte, what was written for this key. */
export function decodeEntry(key: string, file: Uint8Array): CachedGraph | undefined {
  const content = file.subarray(CHECKSUM)
  if (!checksum(Buffer.from(key), content).equals(file.subarray(0, CHECKSUM))) return undefined
  const end = content.indexOf(NEWLINE)
  const { outputs, nodes } = JSON.parse(Buffer.from(content.subarray(0, end)).toString())
  return { model: content.subarray(end + 1), outputs, nodes }
}

function checksum(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
