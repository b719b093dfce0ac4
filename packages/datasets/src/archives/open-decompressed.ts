import type { Readable as NodeReadable } from 'node:stream'

/** A tar archive's bytes, decompressed if its name ends as those of gzip or xz do. */
export async function openDecompressed(path: string): Promise<NodeReadable> {
  const [{ createReadStream }, { pipeline, Readable }, { createGunzip }] = await Promise.all([
    import('node:fs'),
    import('node:stream'),
    import('node:zlib'),
  ])
  const file = createReadStream(path)
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
