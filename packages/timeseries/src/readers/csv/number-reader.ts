import { type ParsedNumber, parseNumber } from '../text/parse-number.ts'

/** What stands between a number's whole part and its fraction. */
export type DecimalMark = '.' | ','

/** A number that would be one with a point in place of its comma. */
const WITH_COMMA = /^[+-]?\d*,\d*(?:[eE][+-]?\d+)?$/

/**
 * Reads the numbers of one file, which all have one decimal mark. Where it is not known the first number that has one decides:
 * `1,5` in one place and `2.5` in another would leave open what `1,234` is.
 */
export class NumberReader {
  #mark: DecimalMark | undefined

  constructor(mark: DecimalMark | undefined) {
    this.#mark = mark
  }

  /** Of the numbers that were read so far. */
  get mark(): DecimalMark {
    return this.#mark ?? '.'
  }

  read(text: string): ParsedNumber {
    if (this.#mark === '.') return withHint(parseNumber(text), text)
    const parsed = parseNumber(this.withPoint(text))
    if (!('value' in parsed)) return parsed
    const number = parsed.text === undefined ? parsed : { value: parsed.value, text }
    if (this.#mark === ',' && text.includes('.')) {
      return { reason: 'has a decimal point, and numbers before it have a decimal comma: say which it is with decimal' }
    }
    if (text.includes('.')) this.#mark = '.'
    else if (text.includes(',')) this.#mark = ','
    return number
  }

  /** The text with a point for its decimal comma, where it may be one. */
  withPoint(text: string): string {
    return this.#mark !== '.' && WITH_COMMA.test(text) ? text.replace(',', '.') : text
  }
}

function withHint(number: ParsedNumber, text: string): ParsedNumber {
  if ('value' in number || !WITH_COMMA.test(text)) return number
  return {
    reason: `${number.reason}: if it has a decimal comma, and no other number a point, say so with decimal: ","`,
  }
}
