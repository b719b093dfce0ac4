import { errors } from './errors.ts'

/**
 * Reads JSON text forwards, value by value, as its caller's schema asks for it.
 *
 * `JSON.parse` would do two things a hostile header can use: keep the last of duplicate keys without a word, and build
 * whatever tree the text describes. Here a duplicate is an error and only the expected is ever built, so the depth
 * is that of the schema.
 */
export class JsonCursor {
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Reads an object, calling `readValue` at each value. Returns the keys in order. */
  object(readValue: (key: string) => void): Set<string> {
    const keys = new Set<string>()
    this.#expect('{')
    if (this.#take('}')) return keys
    do {
      this.#skipSpace()
      const position = this.#position
      const key = this.string('a key in double quotes')
      if (keys.has(key)) throw errors.SAFETENSORS_DUPLICATE_KEY({ key, position })
      keys.add(key)
      this.#expect(':')
      readValue(key)
    } while (this.#take(','))
    this.#expect('}')
    return keys
  }

  /** Reads an array of at most `limit` items of `what`. */
  array<Item>(readItem: () => Item, limit: number, what: string): Item[] {
    const items: Item[] = []
    this.#expect('[')
    if (this.#take(']')) return items
    do {
      if (items.length === limit) throw this.#unexpected(`at most ${limit} ${what}`)
      items.push(readItem())
    } while (this.#take(','))
    this.#expect(']')
    return items
  }

  /** Reads a string of well-formed Unicode. */
  string(expected = 'a string in double quotes'): string {
    this.#skipSpace()
    if (this.#text[this.#position] !== '"') throw this.#unexpected(expected)
    let end = this.#position + 1
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1
    const value = parseJsonString(this.#text.slice(this.#position, end + 1))
    if (value === undefined) throw this.#unexpected(expected)
    this.#position = end + 1
    return value
  }

  /** Reads an integer from 0 to 2^53 - 1, written without sign, fraction or exponent. */
  nonNegativeInteger(): number {
    this.#skipSpace()
    const digits = /0|[1-9]\d{0,15}/y
    digits.lastIndex = this.#position
    const value = Number(digits.exec(this.#text)?.[0] ?? Number.NaN)
    if (!Number.isSafeInteger(value)) throw this.#unexpected('an integer from 0 to 2^53 - 1')
    this.#position = digits.lastIndex
    return value
  }

  /** Checks that only white space is left. */
  end(): void {
    this.#skipSpace()
    if (this.#position < this.#text.length) throw this.#unexpected('the end of the header')
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw this.#unexpected(symbol)
  }

  #take(symbol: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#position] !== symbol) return false
    this.#position += 1
    return true
  }

  #skipSpace(): void {
    const space = /[ \t\n\r]*/y
    space.lastIndex = this.#position
    space.test(this.#text)
    this.#position = space.lastIndex
  }

  #unexpected(expected: string): Error {
    const got = this.#text.slice(this.#position, this.#position + 20) || 'the end of the header'
    return errors.SAFETENSORS_HEADER_SYNTAX({ position: this.#position, expected, got })
  }
}

/** The value of a JSON string literal; `undefined` if it is none, or if it names half a surrogate pair. */
function parseJsonString(literal: string): string | undefined {
  try {
    const value = JSON.parse(literal) as string
    return isWellFormed(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** False for text with half a surrogate pair, which UTF-8 cannot express. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
