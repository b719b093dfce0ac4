import { RomaeError } from '@romae/internal/errors'
import { type Line, NotAFile, readPieces } from '@romae/internal/files'
import { errors } from '../../errors.ts'
import { chunksOf } from './chunks-of.ts'
import { decompressed } from './decompressed.ts'
import { LineEnds } from './line-ends.ts'
import type { TextFile, TextSource } from './source-types.ts'

/** How messages call the source. */
export function sourceName(source: TextSource): string {
  if (typeof source === 'string' || source instanceof URL) return String(source)
  // Whoever has no types may give anything, and is told so when it is read.
  return (source as Partial<TextFile> | undefined)?.name ?? '<stream>'
}

/**
 * The text of a source in chunks, decompressed, without its byte order mark, and with `\n` for line ends of `\r` alone.
 *
 * @param isChecked false: what is not text comes as it is, malformed bytes as U+FFFD, for {@link requireText}
 * @throws RomaeError `TIMESERIES_CANNOT_READ` when the source fails; `TIMESERIES_DAMAGED_ARCHIVE`, `TIMESERIES_ARCHIVE_TOO_LARGE`,
 *   `TIMESERIES_PACKAGE_MISSING` where it is compressed
 * @throws RomaeError `TIMESERIES_NOT_TEXT` at the first NUL, or what is not UTF-8
 */
export async function* readText(source: TextSource, isChecked = true): AsyncGenerator<string> {
  const file = sourceName(source)
  const decoder = new TextDecoder()
  const checkText = isChecked ? textChecker(file) : () => {}
  const lineEnds = new LineEnds()
  let start = true
  let held = ''
  for await (const chunk of openSource(source, file)) {
    let text = held + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
    // Chunks of text may cut a character in two; the halves must not be encoded apart further on.
    held = FIRST_HALF.test(text) ? text.slice(-1) : ''
    text = text.slice(0, text.length - held.length)
    if (text === '') continue
    // A byte order mark at the start of bytes is the decoder's work, of text ours.
    if (start && text.startsWith('\uFEFF')) text = text.slice(1)
    start = false
    text = lineEnds.take(text)
    checkText(text)
    if (text !== '') yield text
  }
  const rest = lineEnds.end() + held + decoder.decode()
  checkText(rest)
  if (rest !== '') yield rest
}

/** The first half of a surrogate pair, as the last thing in a text. */
const FIRST_HALF = /[\uD800-\uDBFF]$/

/** What makes a text no text: NUL, half a surrogate pair, and what a decoder puts in place of a malformed byte. */
const NOT_TEXT = /[\0\uFFFD\p{Surrogate}]/u

/** Throws where a line is no text. @throws RomaeError `TIMESERIES_NOT_TEXT` */
export function requireText(file: string, { text, number: line }: Line): void {
  const bad = text.search(NOT_TEXT)
  if (bad !== -1) throw errors.TIMESERIES_NOT_TEXT({ file, line, column: bad + 1, found: foundIn(text, bad) })
}

function foundIn(text: string, bad: number): string {
  return text[bad] === '\0' ? 'a NUL character' : 'what is not UTF-8, or was not once (U+FFFD)'
}

/** Counts lines over the chunks that it is given, so that it can say where the first bad character is. */
function textChecker(file: string): (text: string) => void {
  let line = 1
  let column = 1
  return (text) => {
    const bad = text.search(NOT_TEXT)
    const good = bad === -1 ? text : text.slice(0, bad)
    let lineStart = 0
    for (let end = good.indexOf('\n'); end !== -1; end = good.indexOf('\n', lineStart)) {
      line += 1
      column = 1
      lineStart = end + 1
    }
    column += good.length - lineStart
    if (bad === -1) return
    throw errors.TIMESERIES_NOT_TEXT({ file, line, column, found: foundIn(text, bad) })
  }
}

async function* openSource(source: TextSource, file: string): AsyncGenerator<string | Uint8Array> {
  try {
    yield* decompressed(file, chunksIn(source))
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.TIMESERIES_CANNOT_READ({ file, reason: cause instanceof NotAFile ? withWayOut(cause) : reason }, cause)
  }
}

async function* chunksIn(source: TextSource): AsyncGenerator<string | Uint8Array> {
  if (typeof source === 'string' || source instanceof URL) {
    yield* readPieces(source)
    return
  }
  for await (const chunk of chunksOf(source)) {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
      throw new TypeError(`chunks must be strings or Uint8Arrays; got ${typeof chunk}`)
    }
    yield* pieces(chunk)
  }
}

/** Characters or bytes of a chunk that are decoded at once: of a gigabyte at once no text can be made. */
const MOST_AT_ONCE = 2 ** 20

function* pieces<Chunk extends string | Uint8Array>(chunk: Chunk): Generator<string | Uint8Array> {
  for (let from = 0; from < chunk.length; from += MOST_AT_ONCE) {
    const to = from + MOST_AT_ONCE
    yield typeof chunk === 'string' ? chunk.slice(from, to) : chunk.subarray(from, to)
  }
}

/** What comes out of a pipe can be read, but not by a name: it would have to be waited for, perhaps for ever. */
function withWayOut({ message, isStream }: NotAFile): string {
  return isStream ? `${message}: give a stream of it, or - for the standard input of a command` : message
}
