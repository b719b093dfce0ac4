/** What decides where the first line ends: a line end within quotes is part of a cell. */
const QUOTE_OR_END = /["\r\n]/g

/**
 * Makes `\n` of the line ends of a text whose first line ends with a lone `\r`, as old Macs and some instruments write them.
 * Any other text stays as it is.
 */
export class LineEnds {
  #kind: 'unknown' | 'usual' | 'returns' = 'unknown'
  #isQuoted = false
  /** A `\r` at the end of a chunk, of which the next chunk says what it is. */
  #held = ''

  /** The next part of the text, given the next chunk. */
  take(chunk: string): string {
    if (this.#kind === 'usual') return chunk
    let text = this.#held + chunk
    this.#held = text.endsWith('\r') ? '\r' : ''
    text = text.slice(0, text.length - this.#held.length)
    if (this.#kind === 'unknown') this.#kind = this.#kindOf(text)
    if (this.#kind === 'returns') return unified(text)
    if (this.#kind === 'unknown') return text
    const rest = this.#held
    this.#held = ''
    return text + rest
  }

  /** What is left at the end of the text. */
  end(): string {
    return this.#held === '' ? '' : '\n'
  }

  #kindOf(text: string): 'unknown' | 'usual' | 'returns' {
    for (const { 0: found, index } of text.matchAll(QUOTE_OR_END)) {
      if (found === '"') this.#isQuoted = !this.#isQuoted
      else if (!this.#isQuoted) return found === '\r' && text[index + 1] !== '\n' ? 'returns' : 'usual'
    }
    return 'unknown'
  }
}

function unified(text: string): string {
  return text.replaceAll(/\r(?!\n)/g, '\n')
}
