import { openToRead, splitPart } from '@romae/internal/files'
import type { SourceFile } from '@romae/tokenizer/modality'
import { errors } from '../../errors.ts'
import { chunksOf } from '../text/chunks-of.ts'
import type { TextSource } from '../text/source-types.ts'
import { sourceName } from '../text/text-source.ts'

/** A file of which any part can be read. */
export interface RandomAccess {
  readonly byteLength: number
  slice(start: number, end?: number): Promise<ArrayBuffer>
}

/** What a source was found to be: a file that is read in parts, or one that is read from its start, as it was given or its chunks. */
export type Access =
  | {
      readonly kind: 'parts'
      readonly magic: Magic
      readonly file: RandomAccess
      /** Of an archive, which file in it is meant: `X` of `data.npz#X`. */
      readonly part?: string
      close(): Promise<void>
    }
  | { readonly kind: 'stream'; readonly source: TextSource }

/** The bytes that files begin with that are read in parts, as characters: Parquet's, and NumPy's of one array, and of an archive of them. */
const MAGICS = ['PAR1', '\x93NUMPY', 'PK\x03\x04'] as const
const LONGEST = 6
type Magic = (typeof MAGICS)[number]

/**
 * Opens a source for reading in parts where it begins as a file of such a format. What comes as a stream is held whole then: the parts of such a
 * file are found from its end.
 */
export async function openParts(source: TextSource): Promise<Access> {
  if (typeof source === 'string' || source instanceof URL) return openPath(source)
  if (isBlob(source)) {
    const magic = magicOf(new Uint8Array(await source.slice(0, LONGEST).arrayBuffer()))
    if (magic === undefined) return { kind: 'stream', source }
    const slice = slicing(source.size, (from, to) => source.slice(from, to).arrayBuffer())
    return { kind: 'parts', magic, file: { byteLength: source.size, slice }, close: async () => {} }
  }
  return openStream(source)
}

async function openPath(source: string | URL): Promise<Access> {
  // Whatever cannot be opened is said where the text is read.
  const opened = await openToRead(source).catch(() => null)
  const [archive, part] = typeof source === 'string' ? splitPart(source) : [source]
  if (opened === null) return part === undefined ? { kind: 'stream', source } : openPart(archive as string, part)
  const { handle, size } = opened
  const slice = slicing(size, async (start, end) => {
    const bytes = new Uint8Array(end - start)
    for (let got = 0; got < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, got, bytes.length - got, start + got)
      if (bytesRead === 0) throw new Error(`it has become shorter: ${size} bytes were there`)
      got += bytesRead
    }
    return bytes.buffer
  })
  try {
    const magic = magicOf(new Uint8Array(await slice(0, Math.min(size, LONGEST))))
    if (magic !== undefined) {
      return { kind: 'parts', magic, file: { byteLength: size, slice }, close: () => handle.close() }
    }
  } catch {
    // Reading it as text says what is wrong.
  }
  await handle.close()
  return { kind: 'stream', source }
}

/** A part of an archive by `FILE#PART`, where no file is called so. */
async function openPart(archive: string, part: string): Promise<Access> {
  const access = await openPath(archive)
  return access.kind === 'parts' ? { ...access, part } : access
}

async function openStream(source: Exclude<TextSource, string | URL>): Promise<Access> {
  const chunks = chunksOf(source)
  const held: Uint8Array[] = []
  const again = async function* () {
    try {
      yield* held
      yield* chunks
    } finally {
      await chunks.return(undefined)
    }
  }
  const named = (stream: AsyncGenerator<string | Uint8Array>): TextSource => {
    const { name } = source as Partial<SourceFile>
    return name === undefined ? stream : Object.assign(stream, { name })
  }
  let length = 0
  while (length < LONGEST) {
    const next = await chunks.next().catch((cause) => ({ done: 'failed', cause }) as const)
    if (next.done === 'failed') {
      const failing = async function* () {
        yield* held
        throw next.cause
      }
      return { kind: 'stream', source: named(failing()) }
    }
    if (next.done) break
    if (typeof next.value === 'string') {
      const first = next.value
      const withText = async function* () {
        yield* held
        try {
          yield first
          yield* chunks
        } finally {
          await chunks.return(undefined)
        }
      }
      return { kind: 'stream', source: named(withText()) }
    }
    held.push(next.value)
    length += next.value.length
    if (!mayBegin(joined(held))) break
  }
  const magic = magicOf(joined(held))
  if (magic === undefined) return { kind: 'stream', source: named(again()) }
  try {
    for await (const chunk of chunks) held.push(chunk as Uint8Array)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.TIMESERIES_CANNOT_READ({ file: sourceName(source), reason }, cause)
  }
  const all = joined(held)
  const slice = slicing(all.length, async (start, end) => all.slice(start, end).buffer)
  return { kind: 'parts', magic, file: { byteLength: all.length, slice }, close: async () => {} }
}

/**
 * Slices of a file. A damaged one says of its parts that they are anywhere: that is an error at once, and not of a promise, which nobody
 * may wait for. Node ends the process for some.
 */
function slicing(size: number, read: (start: number, end: number) => Promise<ArrayBuffer>): RandomAccess['slice'] {
  return (start, end = size) => {
    const isWithin =
      Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end && end <= size
    if (!isWithin) throw new Error(`it says that a part of it is from byte ${start} to ${end}, and has ${size}`)
    const bytes = read(start, end)
    // Whoever asks for several parts may wait for one alone.
    bytes.catch(() => {})
    return bytes
  }
}

function magicOf(bytes: Uint8Array): Magic | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, LONGEST))
  return MAGICS.find((magic) => start.startsWith(magic))
}

/** Whether more bytes could make it one of these files. */
function mayBegin(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, LONGEST))
  return MAGICS.some((magic) => magic.startsWith(start) || start.startsWith(magic))
}

/** Pieces of bytes as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** What of a `Blob` is needed, which not every package's types know. */
interface BlobLike {
  readonly size: number
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

function isBlob(source: unknown): source is BlobLike {
  return (
    typeof (source as Partial<BlobLike>)?.slice === 'function' && typeof (source as Partial<BlobLike>).size === 'number'
  )
}
