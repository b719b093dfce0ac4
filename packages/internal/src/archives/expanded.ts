import { builtin } from '../platform/index.ts'
import { ArchiveProblem } from './archive-problem.ts'

/** Tables and pictures become at most about thirty times as large; a bomb, a thousand times or more. */
const MOST_EXPANSION = 200
/** Whatever the ratio, this much may come out: an archive of empty files is small. */
const ALWAYS_ALLOWED = 2 ** 26

type Pieces = AsyncIterable<Uint8Array>

/** How else to decompress, by the format. */
export interface Decoders {
  readonly xz?: (pieces: Pieces) => Pieces
}

/**
 * The bytes of a file in pieces, decompressed where they begin as gzip, or xz with a decoder for it, does: its name does not
 * matter. What is not compressed comes as it is.
 *
 * @throws ArchiveProblem for damage, and for more than 200 times the bytes that went in, and 64 MiB
 */
export async function* expanded(pieces: Pieces, { xz }: Decoders = {}): AsyncGenerator<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]()
  const start = await source.next()
  if (start.done === true) return
  let compressed = 0
  const whole = (async function* () {
    try {
      for (let next: IteratorResult<Uint8Array> = start; next.done !== true; next = await source.next()) {
        compressed += next.value.length
        yield next.value
      }
    } finally {
      await source.return?.()
    }
  })()
  const decoder = startsWith(start.value, GZIP) ? gunzip : startsWith(start.value, XZ) ? xz : undefined
  if (decoder === undefined) return yield* whole
  let bytes = 0
  try {
    for await (const piece of decoder(whole)) {
      bytes += piece.length
      const limit = Math.max(ALWAYS_ALLOWED, MOST_EXPANSION * compressed)
      if (bytes > limit) throw ArchiveProblem.tooLarge('bytes when it is decompressed', bytes, limit)
      yield piece
    }
  } catch (cause) {
    if (cause instanceof ArchiveProblem) throw cause
    throw ArchiveProblem.damaged((cause as Error).message, cause)
  }
}

const GZIP = [0x1f, 0x8b]
const XZ = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd]

/** Whether a tar parser would decompress it. */
export function isCompressed(piece: Uint8Array): boolean {
  return startsWith(piece, GZIP) || startsWith(piece, ZSTD)
}

function startsWith(piece: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => piece[index] === byte)
}

async function* gunzip(pieces: Pieces): Pieces {
  const [{ pipeline, Readable }, { createGunzip }] = [builtin('node:stream'), builtin('node:zlib')]
  // Errors of the source reach whoever reads the end of the pipeline.
  yield* pipeline(Readable.from(pieces), createGunzip(), () => {})
}
