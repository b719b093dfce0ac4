import { nodeModules } from './node-modules.ts'
import { readPieces } from './read.ts'

/** A checksum of a file's bytes. @throws what reading throws, naming the file */
export async function fileChecksum(path: string): Promise<string> {
  const { crypto } = await nodeModules()
  const hash = crypto.createHash('sha256')
  for await (const piece of readPieces(path)) hash.update(piece)
  return hash.digest('base64')
}

/** The same of bytes in memory that no other thread writes to, also in a browser. */
export async function bytesChecksum(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
  return btoa(String.fromCharCode(...digest))
}
