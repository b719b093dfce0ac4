import { ArchiveProblem } from './archive-problem.ts'
import { isCompressed } from './expanded.ts'

/** What an archive holds, in its order. */
export interface ArchiveEntry {
  /** With `/` between its parts. */
  readonly name: string
  /** As many bytes as come. */
  readonly size: number
  /** `file` or `folder`; `link` and others in words, of which nothing can be written. */
  readonly kind: string
  /** To be read before the next entry is asked for; what is not read is left out. */
  readonly contents: AsyncGenerator<Uint8Array>
}

/** What the parser finds in a piece of the archive. */
type Finding =
  | { readonly type: 'entry'; readonly name: string; readonly size: number; readonly kind: string }
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  | { readonly type: 'end' }

const KINDS: ReadonlyMap<string, string> = new Map([
  ['File', 'file'],
  ['OldFile', 'file'],
  ['ContiguousFile', 'file'],
  ['Directory', 'folder'],
  ['GNUDumpDir', 'folder'],
  ['SymbolicLink', 'link'],
  ['Link', 'link'],
])

/**
 * The entries of a tar archive, of which about one piece is held at a time.
 *
 * @param pieces of the archive, decompressed
 * @throws ArchiveProblem for a damaged archive, or one that is cut short, also between two files
 */
export async function* tarEntries(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const found = findings(pieces)
  try {
    for (let next = await found.next(); next.done !== true; next = await found.next()) {
      const finding = next.value
      if (finding.type !== 'entry') continue
      const { name, size, kind } = finding
      const contents = contentsOf(found)
      yield { name, size, kind, contents }
      for await (const _ of contents);
    }
  } finally {
    await found.return(undefined)
  }
}

async function* contentsOf(found: AsyncGenerator<Finding>): AsyncGenerator<Uint8Array> {
  for (let next = await found.next(); next.done !== true && next.value.type === 'data'; next = await found.next()) {
    yield next.value.bytes
  }
}

async function* findings(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Finding> {
  const { Parser } = await import('tar')
  let found: Finding[] = []
  let failure: Error | undefined
  let complete = false
  const parser = new Parser({
    strict: true,
    onReadEntry(entry) {
      found.push({ type: 'entry', name: entry.path, size: entry.size, kind: KINDS.get(entry.type) ?? entry.type })
      entry.on('data', (bytes) => found.push({ type: 'data', bytes }))
      entry.on('end', () => found.push({ type: 'end' }))
    },
  })
  parser.on('error', (cause: Error) => {
    failure ??= cause
  })
  // Two blocks of zeros end an archive: without them it was cut between two files.
  parser.on('eof', () => {
    complete = true
  })
  const take = () => {
    if (failure !== undefined) throw ArchiveProblem.damaged(failure.message, failure)
    const taken = found
    found = []
    return taken
  }
  let isFirst = true
  for await (const piece of pieces) {
    // The parser would decompress once more, past all limits.
    if (isFirst && isCompressed(piece)) throw ArchiveProblem.damaged('what it holds is compressed once more')
    isFirst = false
    // As its entries are listened to, all that is in the piece is found before this returns.
    parser.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
    yield* take()
  }
  parser.end()
  yield* take()
  if (!complete) throw ArchiveProblem.damaged('the blocks that end an archive are missing')
}
