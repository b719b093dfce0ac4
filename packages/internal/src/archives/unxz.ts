import { builtin, exportsOf } from '../platform/index.ts'

/** Decompresses xz, by WebAssembly. For `expanded`; apart, so that who reads no such files needs no decoder. */
export async function* unxz(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Readable } = builtin('node:stream')
  const library = await import('xz-decompress')
  const { XzReadableStream } = exportsOf(library as unknown as { readonly default: typeof library })
  const compressed = Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array>
  // The types of Node's and of the web's streams do not meet, the objects do.
  yield* Readable.fromWeb(new XzReadableStream(compressed) as never)
}
