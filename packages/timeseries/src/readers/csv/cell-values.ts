import { type NumberCell, type ParsedNumber, parseNumber } from '../text/parse-number.ts'
import { MISSING_TEXTS } from './missing.ts'
import { type DecimalMark, NumberReader } from './number-reader.ts'

/** How values are written in a file. */
export interface ValueOptions {
  readonly missing?: readonly string[]
  readonly decimal?: DecimalMark
}

/** A cell without a value. */
export const MISSING: NumberCell = { value: Number.NaN }

/** Reads what the cells of one file say: numbers, and what means missing. */
export class CellValues {
  readonly numbers: NumberReader
  readonly #missing: ReadonlySet<string>
  /** 1 for the code of each character that one of those begins with: most cells are numbers, and need no look into the set. */
  readonly #missingStarts = new Uint8Array(2 ** 16)
  /** `-999` means `-999.0`, too. */
  readonly #missingNumbers: ReadonlySet<number>

  /** @param delimiter what parts the cells */
  constructor(delimiter: string, { missing = MISSING_TEXTS, decimal }: ValueOptions) {
    // A comma that parts cells is no decimal mark, unless somebody says so, who has quoted the numbers.
    this.numbers = new NumberReader(decimal ?? (delimiter === ',' ? '.' : undefined))
    this.#missing = new Set(['', ...missing])
    for (const text of missing) if (text !== '') this.#missingStarts[text.charCodeAt(0)] = 1
    const numbers = missing.map(parseNumber)
    this.#missingNumbers = new Set(numbers.flatMap((number) => ('value' in number ? [number.value] : [])))
  }

  /** {@link MISSING} for a text that says missing; why it is no number for what is none. */
  read(text: string): ParsedNumber {
    if (this.#saysMissing(text)) return MISSING
    const number = this.numbers.read(text)
    if (this.#missingNumbers.size === 0) return number
    return 'value' in number && this.#missingNumbers.has(number.value) ? MISSING : number
  }

  /** Whether a text says missing, be it a number or not. */
  isMissing(text: string): boolean {
    return this.#saysMissing(text) || (this.#missingNumbers.size > 0 && this.read(text) === MISSING)
  }

  #saysMissing(text: string): boolean {
    return text === '' || (this.#missingStarts[text.charCodeAt(0)] === 1 && this.#missing.has(text))
  }
}
