import type { ByteStream } from '@romae/tokenizer/modality'
import type { TextFile, TextSource } from './source-types.ts'

/** What a source that is not read by its path holds, as it comes; what is left of a stream is cancelled. */
export async function* chunksOf(given: Exclude<TextSource, string | URL>): AsyncGenerator<string | Uint8Array> {
  const source: Partial<AsyncIterable<string | Uint8Array> & ByteStream & TextFile> = Object(given)
  if (source[Symbol.asyncIterator] !== undefined) yield* given as AsyncIterable<string | Uint8Array>
  else if (source.getReader !== undefined) yield* read(given as ByteStream)
  else if (source.stream !== undefined) yield* read(source.stream())
  else if (source.arrayBuffer !== undefined) yield new Uint8Array(await source.arrayBuffer())
  else throw new TypeError(`expected a path, a File or Blob, a stream, or chunks; got ${given}`)
}

/** Not every browser goes through a stream by `for await`. */
async function* read(stream: ByteStream): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value!
  } finally {
    await reader.cancel()
  }
}
