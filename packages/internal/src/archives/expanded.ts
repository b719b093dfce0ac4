import { builtin } from '../platform/index.ts'
import { ArchiveProblem } from './archive-problem.ts'
import { PackageMissing } from './optional-package.ts'

/** Tables and pictures become at most about thirty times as large; a bomb, a thousand times or more. */
const MOST_EXPANSION = 200
/** Whatever the ratio, this much may come out: an archive of empty files is small. */
const ALWAYS_ALLOWED = 2 ** 26

type Pieces = AsyncIterable<Uint8Array>

/** How else to decompress, by the format. */
export interface Decoders {
  readonly xz?: (pieces: Pieces) => Pieces
  readonly zstd?: (pieces: Pieces) => Pieces
  /** Node's own where none is given. */
  readonly gzip?: (pieces: Pieces) => Pieces
}

/**
 * The bytes of a file in pieces, decompressed where they begin as gzip does, or xz or zstd with a decoder for it: its name does not
 * matter. What is not compressed comes as it is.
 *
 * @throws ArchiveProblem for damage, and for more than 200 times the bytes that went in, and 64 MiB
 */
export async function* expanded(
  pieces: Pieces,
  { xz, zstd, gzip = nodeGunzip }: Decoders = {},
): AsyncGenerator<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]()
  const start = await startOf(source)
  if (start.done === true) return
  let compressed = 0
  let failure: unknown
  const whole = (async function* () {
    try {
      for (let next: IteratorResult<Uint8Array> = start; next.done !== true; next = await source.next()) {
        compressed += next.value.length
        yield next.value
      }
    } catch (cause) {
      failure = cause
      throw cause
    } finally {
      await source.return?.()
    }
  })()
  const formats = [[GZIP, gzip] as const, [XZ, xz] as const, [ZSTD, zstd] as const]
  const decoder = formats.find(([magic]) => startsWith(start.value, magic))?.[1]
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
    // What cannot be read is not damaged.
    if (cause instanceof ArchiveProblem || cause instanceof PackageMissing || cause === failure) throw cause
    throw ArchiveProblem.damaged((cause as Error).message, cause)
  }
}

const GZIP = [0x1f, 0x8b]
const XZ = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd]
const MAGICS = [GZIP, XZ, ZSTD]

/** The first pieces, until they tell the format: a page's may be of one byte. */
async function startOf(source: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  const first = await source.next()
  if (first.done === true) return first
  let { value } = first
  while (MAGICS.some((magic) => value.length < magic.length && startsWith(magic, value))) {
    const next = await source.next()
    if (next.done === true) break
    const joined = new Uint8Array(value.length + next.value.length)
    joined.set(value)
    joined.set(next.value, value.length)
    value = joined
  }
  return { done: false, value }
}

/** Whether a tar parser would decompress it. */
export function isCompressed(piece: Uint8Array): boolean {
  return startsWith(piece, GZIP) || startsWith(piece, ZSTD)
}

function startsWith(piece: ArrayLike<number>, magic: ArrayLike<number>): boolean {
  return Array.from(magic).every((byte, index) => piece[index] === byte)
}

async function* nodeGunzip(pieces: Pieces): Pieces {
  const [{ pipeline, Readable }, { createGunzip }] = [builtin('node:stream'), builtin('node:zlib')]
  // Errors of the source reach whoever reads the end of the pipeline.
  yield* pipeline(Readable.from(pieces), createGunzip(), () => {})
}
