import { ArchiveProblem } from './archive-problem.ts'
import { packageFailure, passOn } from './optional-package.ts'

/** The window and the format that zlib is asked for: the largest, and gzip alone. */
const GZIP_ONLY = 31
const OUTPUT = 2 ** 16

/**
 * Decompresses gzip, in a page as in Node, by pako. Of several members, one after the other, all are read, and zeros may follow
 * the last, as tapes have them. Node's zlib would pass over what else follows, a member that is cut short in its header included.
 *
 * @throws ArchiveProblem for what is damaged, cut short, or followed by something else
 * @throws PackageMissing without pako
 */
export async function* gunzip(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { zlibInflate, zlibInflateInit2, zlibInflateReset, ZStream, Z_NO_FLUSH, Z_OK, Z_STREAM_END, Z_BUF_ERROR } =
    await load()
  const stream = new ZStream()
  zlibInflateInit2(stream, GZIP_ONLY)
  let state: 'within' | 'between' | 'padding' = 'within'
  for await (const piece of pieces) {
    stream.input = piece
    stream.next_in = 0
    stream.avail_in = piece.length
    let isFull = false
    while (stream.avail_in > 0 || isFull) {
      if (state !== 'within') {
        if (state === 'between' && piece[stream.next_in] !== 0) {
          zlibInflateReset(stream)
          state = 'within'
        } else {
          if (piece.subarray(stream.next_in).some((byte) => byte !== 0)) {
            throw ArchiveProblem.damaged('something follows its last part and the zeros behind it')
          }
          state = 'padding'
          break
        }
      }
      stream.output = new Uint8Array(OUTPUT)
      stream.next_out = 0
      stream.avail_out = OUTPUT
      const status = zlibInflate(stream, Z_NO_FLUSH)
      if (stream.next_out > 0) yield stream.output.subarray(0, stream.next_out)
      isFull = status === Z_OK && stream.avail_out === 0
      if (status === Z_STREAM_END) state = 'between'
      else if (status !== Z_OK && status !== Z_BUF_ERROR) throw ArchiveProblem.damaged(stream.msg || 'not gzip')
    }
  }
  if (state === 'within') throw ArchiveProblem.damaged('it is cut short')
}

async function load(): Promise<typeof import('pako')> {
  try {
    return await import('pako').catch(passOn)
  } catch (cause) {
    throw packageFailure(['pako'], cause)
  }
}
