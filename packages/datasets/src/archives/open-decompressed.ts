import type { Readable as NodeReadable } from 'node:stream'
import { openToRead } from '@romae/files'

/** A tar archive's bytes, decompressed if its name ends as those of gzip or xz do. */
export async function openDecompressed(path: string): Promise<NodeReadable> {
  const [{ pipeline, Readable }, { createGunzip }] = await Promise.all([import('node:stream'), import('node:zlib')])
  const { handle } = await openToRead(path)
  const file = handle.createReadStream()
  if (/\.(tar\.gz|tgz)$/i.test(path)) {
    // An error of the file reaches whoever reads the end of the pipeline.
    return pipeline(file, createGunzip(), () => {})
  }
  if (!/\.(tar\.xz|txz)$/i.test(path)) return file
  const { XzReadableStream } = await import('xz-decompress')
  const compressed = Readable.toWeb(file) as ReadableStream<Uint8Array>
  // The types of Node's and of the web's streams do not meet, the objects do.
  return Readable.fromWeb(new XzReadableStream(compressed) as never)
}
