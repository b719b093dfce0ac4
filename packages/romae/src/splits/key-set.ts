import { createHash } from 'node:crypto'

/** Bytes kept of each key's SHA-256. Among a million keys, two collide by chance once in 10¹⁷ sets. */
const BYTES = 12
/** One digest: these bytes in base64. */
const DIGEST = /.{16}/g

function digest(key: string): string {
  return createHash('sha256').update(key).digest().subarray(0, BYTES).toString('base64')
}

/** Packs keys into a text that only allows tests of membership: sorted digests of 16 characters each. */
export function packKeys(keys: readonly (string | undefined)[]): string {
  return [...new Set(keys.filter((key) => key !== undefined).map(digest))].sort().join('')
}

/** Whether keys are among those that were packed. */
export function keyTest(packed: string): (key: string | undefined) => boolean {
  const digests = new Set(packed.match(DIGEST) ?? [])
  return (key) => key !== undefined && digests.has(digest(key))
}
