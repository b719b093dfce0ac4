import type { Readable as ReadableStreamOfNode } from 'node:stream'

/** A tar archive's bytes: of `.xz` decompressed; gzip is left to the tar library, which knows it by its first bytes. */
export async function openDecompressed(path: string): Promise<ReadableStreamOfNode> {
  const [{ createReadStream }, { Readable }] = await Promise.all([import('node:fs'), import('node:stream')])
  const file = createReadStream(path)
  if (!/\.(xz|txz)$/i.test(path)) return file
  const { XzReadableStream } = await import('xz-decompress')
  const compressed = Readable.toWeb(file) as ReadableStream<Uint8Array>
  // The types of Node's and of the web's streams do not meet, the objects do.
  return Readable.fromWeb(new XzReadableStream(compressed) as never)
}
