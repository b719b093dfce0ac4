import { createHash } from 'node:crypto'
import { readPieces } from '@romae/internal/files'

/** A checksum of a file's bytes. @throws what reading throws, naming the file */
export async function fileChecksum(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of readPieces(path)) hash.update(piece)
  return hash.digest('base64')
}

/** The same of bytes in memory. */
export function bytesChecksum(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}
