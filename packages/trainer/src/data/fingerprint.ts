import { sha256 } from '../sha256.ts'
import type { SampleTokens } from './sample-tokens.ts'
import type { TokenSet } from './token-set.ts'

/** The fingerprint of a data set and of its targets, or of what is masked of it. */
export function fingerprint(
  { hashed }: Pick<TokenSet, 'hashed'>,
  targets: Float32Array | Int32Array | Uint8Array = new Int32Array(0),
): string {
  return sha256(...hashed, 'targets:', bytesOf(targets))
}

/** All of a sample's tokens. */
export function tokenBytes(tokens: SampleTokens): (string | Uint8Array)[] {
  if ('parts' in tokens) return tokens.parts.flatMap((part) => (part === null ? ['absent:'] : tokenBytes(part)))
  const { length, values, positions } = tokens
  return [`${length}:`, bytesOf(values), bytesOf(positions)]
}

export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
