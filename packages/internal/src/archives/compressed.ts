import { builtin } from '../platform/index.ts'

/** How the name of a file says that it is compressed; null where it does not. */
export function compressionOf(path: string): 'gzip' | 'zstd' | null {
  if (/\.gz$/i.test(path)) return 'gzip'
  return /\.zst$/i.test(path) ? 'zstd' : null
}

/** Whether Node can write it: zstd since 22.15. */
export function canCompress(compression: 'gzip' | 'zstd'): boolean {
  return compression === 'gzip' || 'createZstdCompress' in builtin('node:zlib')
}

/** Content as its compressed bytes. */
export async function* compressed(
  pieces: AsyncIterable<Uint8Array>,
  compression: 'gzip' | 'zstd',
): AsyncGenerator<Uint8Array> {
  const [{ pipeline, Readable }, zlib] = [builtin('node:stream'), builtin('node:zlib')]
  // The types of the oldest Node that this runs on do not know of zstd.
  const { createZstdCompress } = zlib as unknown as { createZstdCompress?: typeof zlib.createGzip }
  const transform = compression === 'gzip' ? zlib.createGzip() : createZstdCompress!()
  // Errors of the source reach whoever reads the end of the pipeline.
  yield* pipeline(Readable.from(pieces), transform, () => {})
}
