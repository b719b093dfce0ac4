/** Characters that are encoded at once: many small pieces would be as many writes. */
const PIECE = 65_536

/**
 * Content that is made while it is written, in pieces of some size as bytes. What goes wrong in making it says what, and is no failure
 * to write: it is kept apart.
 */
export class MadeContent implements AsyncIterable<Uint8Array> {
  readonly #content: AsyncIterable<string | Uint8Array>
  /** What went wrong in making it. */
  failure: { readonly cause: unknown } | undefined

  constructor(content: AsyncIterable<string | Uint8Array>) {
    this.#content = content
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder()
    let text = ''
    try {
      for await (const piece of this.#content) {
        if (typeof piece === 'string') text += piece
        if (typeof piece === 'string' && text.length < PIECE) continue
        if (text !== '') yield encoder.encode(text)
        text = ''
        if (typeof piece !== 'string') yield piece
      }
    } catch (cause) {
      this.failure = { cause }
      throw cause
    }
    if (text !== '') yield encoder.encode(text)
  }
}
