/**
 * The name of contents that are whole and have not got the name of their file yet: `romae.json` knows the checksum of each
 * file beside it, by which they are found.
 *
 * @param checksum SHA-256 of the contents, hexadecimal
 */
export function pendingName(name: string, checksum: string): string {
  return `${name}.${checksum.slice(0, 16)}.tmp`
}

const pattern = /^(.*)\.[0-9a-f]{16}\.tmp$/

/** The name of the file that a pending one is to become; null for any other name. */
export function nameOfPending(entry: string): string | null {
  return pattern.exec(entry)?.[1] ?? null
}
