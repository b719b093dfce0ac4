import { ArchiveProblem } from './archive-problem.ts'

/** As much as `zstd -d` takes without being asked for more: a window is memory that the first bytes of a file ask for. */
const MOST_WINDOW = 2 ** 27
const MAGIC = 0xfd2fb528
/** What is skipped begins with one of sixteen numbers. */
const SKIPPED = 0x184d2a5
/** The longest header there is: magic, descriptor, window, dictionary, size. */
const LONGEST_HEADER = 18

/** What a file of frames says of itself, in its order. */
export type FramePart =
  /** Bytes for a decoder: the header of a frame, or one block of it. */
  | { readonly kind: 'header' | 'block'; readonly bytes: Uint8Array }
  /** The checksum of the frame's content, or nothing, and the size of the content, where it is said. */
  | { readonly kind: 'end'; readonly bytes: Uint8Array; readonly size: bigint | undefined }

/**
 * The parts of a file of zstd frames (RFC 8878), so that each is whole when a decoder gets it, and what follows each frame is looked at.
 *
 * @throws ArchiveProblem for what is no frame, cut short, or would need too large a window
 */
export async function* zstdFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<FramePart> {
  const iterator = pieces[Symbol.asyncIterator]()
  try {
    yield* framesOf(new ByteSource(iterator))
  } finally {
    await iterator.return?.()
  }
}

async function* framesOf(source: ByteSource): AsyncGenerator<FramePart> {
  while (await source.has(1)) {
    const start = await source.peek(LONGEST_HEADER)
    if (start.length < 8) throw ArchiveProblem.damaged('it is cut short')
    const view = new DataView(start.buffer, start.byteOffset, start.length)
    const magic = view.getUint32(0, true)
    if (magic >>> 4 === SKIPPED) {
      await source.take(8)
      await source.skip(view.getUint32(4, true))
      continue
    }
    if (magic !== MAGIC) throw ArchiveProblem.damaged('something follows that is no part of it')
    const { length, size, hasChecksum } = headerOf(view)
    yield { kind: 'header', bytes: await source.take(length) }
    for (let isLast = false; !isLast; ) {
      const [low, middle, high] = (await source.peek(3)) as Iterable<number>
      if (high === undefined) throw ArchiveProblem.damaged('it is cut short')
      const block = low! | (middle! << 8) | (high << 16)
      isLast = (block & 1) === 1
      // A block of one repeated byte holds that byte.
      yield { kind: 'block', bytes: await source.take(3 + (((block >> 1) & 3) === 1 ? 1 : block >> 3)) }
    }
    yield { kind: 'end', bytes: await source.take(hasChecksum ? 4 : 0), size }
  }
}

function headerOf(view: DataView) {
  const descriptor = view.getUint8(4)
  const isSingle = (descriptor & 32) !== 0
  const sizeFlag = descriptor >> 6
  const sizeBytes = sizeFlag === 0 ? (isSingle ? 1 : 0) : 2 ** sizeFlag
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!
  const at = 5 + (isSingle ? 0 : 1) + dictionaryBytes
  if (at + sizeBytes > view.byteLength) throw ArchiveProblem.damaged('it is cut short')
  if (dictionaryBytes > 0) throw ArchiveProblem.damaged('it was made with a dictionary, which is not here')
  const size = sizeOf(view, at, sizeBytes)
  const exponent = 10 + (view.getUint8(5) >> 3)
  const window = isSingle ? Number(size) : 2 ** exponent * (1 + (view.getUint8(5) & 7) / 8)
  if (window > MOST_WINDOW) throw ArchiveProblem.tooLarge('bytes of its window', window, MOST_WINDOW)
  return { length: at + sizeBytes, size, hasChecksum: (descriptor & 4) !== 0 }
}

function sizeOf(view: DataView, at: number, bytes: number): bigint | undefined {
  if (bytes === 0) return undefined
  if (bytes === 1) return BigInt(view.getUint8(at))
  if (bytes === 2) return BigInt(view.getUint16(at, true) + 256)
  return bytes === 4 ? BigInt(view.getUint32(at, true)) : view.getBigUint64(at, true)
}

/** Bytes that are asked for by their number. */
class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>
  #held = new Uint8Array(0)

  constructor(pieces: AsyncIterator<Uint8Array>) {
    this.#pieces = pieces
  }

  async has(count: number): Promise<boolean> {
    return (await this.peek(count)).length === count
  }

  /** As many as are asked for, or as there are. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.#held.length < count) {
      const parts = [this.#held]
      let length = this.#held.length
      while (length < count) {
        const next = await this.#pieces.next()
        if (next.done) break
        parts.push(next.value as Uint8Array<ArrayBuffer>)
        length += next.value.length
      }
      this.#held = new Uint8Array(length)
      let at = 0
      for (const part of parts) {
        this.#held.set(part, at)
        at += part.length
      }
    }
    return this.#held.subarray(0, count)
  }

  /** @throws ArchiveProblem where there are fewer */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count)
    if (bytes.length < count) throw ArchiveProblem.damaged('it is cut short')
    this.#held = this.#held.subarray(count)
    return bytes
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      const bytes = await this.take(Math.min(left, 2 ** 16))
      left -= bytes.length
    }
  }
}
