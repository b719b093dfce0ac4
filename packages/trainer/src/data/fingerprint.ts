import type { Tokens } from '@romae/tokenizer'
import { sha256 } from '../checkpoints/checksums.ts'

/** A checksum of all samples' tokens, in order, and of what they are to be predicted as. */
export function fingerprint(tokens: readonly Tokens[], targets: Float32Array | Int32Array = new Int32Array(0)): string {
  const parts = tokens.flatMap(({ length, values, positions }) => [`${length}:`, bytesOf(values), bytesOf(positions)])
  return sha256(...parts, 'targets:', bytesOf(targets))
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
