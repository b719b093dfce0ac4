import { clockAt, clockMilliseconds, isLeapYear } from './calendar.ts'
import type { DateReading } from './date-reading.ts'
import { isDigits, MONTHS, PATTERNS, zoneOffset } from './directives.ts'
import { formatPiece, type Piece } from './layout-piece.ts'
import type { Moment } from './moment.ts'

/**
 * How dates of a column are written, in the directives of strptime: `%Y-%m-%d %H:%M:%S`. Reads and writes them, to the
 * nanosecond. Names are English, in either case.
 */
export class TimeLayout {
  readonly format: string
  readonly #pieces: readonly Piece[]
  readonly #letters: readonly string[]
  readonly #pattern: RegExp
  /** Whether its texts are digits only. */
  readonly isDigits: boolean
  /** How many digits a time of day has, where a zero in front may be left out: `930`. */
  readonly #clockWidth: number

  private constructor(format: string, pieces: readonly Piece[]) {
    this.format = format
    this.#pieces = pieces
    this.#letters = pieces.flatMap(({ letter }) => (letter === undefined || 'aA'.includes(letter) ? [] : [letter]))
    const source = pieces.map(({ letter, text }, index) => {
      // Several spaces are one: ` + +` would try every way to divide a run of them.
      if (letter === undefined) return text!.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/ +/g, ' +')
      const isTight = isDigits(pieces[index + 1]?.letter) || isDigits(pieces[index - 1]?.letter)
      return isTight ? PATTERNS[letter]!.replace('{1,2}', '{2}').replace('{1,3}', '{3}') : PATTERNS[letter]!
    })
    this.isDigits = pieces.every(({ letter }) => isDigits(letter))
    this.#clockWidth = this.isDigits && pieces.every(({ letter }) => 'HMS'.includes(letter!)) ? 2 * pieces.length : 0
    this.#pattern = new RegExp(`^${source.join('')}$`, 'i')
  }

  /** The layout of a format, or what is wrong with it. */
  static of(format: string): TimeLayout | { readonly reason: string } {
    const pieces: Piece[] = []
    for (const [whole, minus, letter] of format.matchAll(/%(-?)(.?)|[^%]+/gs)) {
      if (letter === undefined) pieces.push({ text: whole })
      else if (letter === '%') pieces.push({ text: '%' })
      else if (PATTERNS[letter] === undefined) return { reason: `there is no directive ${whole}` }
      else pieces.push({ letter, isPadded: minus === '' })
    }
    const letters = pieces.flatMap(({ letter }) => letter ?? [])
    const again = letters.find((letter, index) => letters.indexOf(letter) < index)
    if (again !== undefined) return { reason: `%${again} stands in it twice` }
    const has = (...some: string[]) => some.some((letter) => letters.includes(letter))
    if (has('Y') && has('y')) return { reason: 'it has two years' }
    if (!has('Y', 'y', 'H', 'I')) return { reason: 'it has neither a year (%Y) nor an hour (%H)' }
    if (has('d') && !has('m', 'b', 'B')) return { reason: 'it has a day and no month' }
    if (has('I') !== has('p')) return { reason: '%I and %p need each other' }
    return new TimeLayout(format, pieces)
  }

  /** Null for a text that is not so, or no date. */
  read(text: string): DateReading | null {
    const match = this.#pattern.exec(this.#clockWidth > 0 ? text.padStart(this.#clockWidth, '0') : text)
    if (match === null) return null
    const clock = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 }
    let zone = ''
    let digits = 0
    let hasTime = false
    let isAfternoon: boolean | null = null
    let dayOfYear = 0
    for (let index = 0; index < this.#letters.length; index++) {
      const part = match[index + 1]!
      switch (this.#letters[index]) {
        case 'Y':
          clock.year = Number(part)
          break
        case 'y':
          // As POSIX has it.
          clock.year = Number(part) + (Number(part) < 69 ? 2000 : 1900)
          break
        case 'm':
          clock.month = Number(part)
          break
        case 'b':
        case 'B':
          clock.month = 1 + MONTHS.findIndex((name) => name.startsWith(part.toLowerCase()))
          break
        case 'q':
          clock.month = 3 * Number(part) - 2
          break
        case 'd':
          clock.day = Number(part)
          break
        case 'j':
          dayOfYear = Number(part)
          if (dayOfYear < 1 || dayOfYear > (isLeapYear(clock.year) ? 366 : 365)) return null
          break
        case 'H':
        case 'I':
          clock.hour = Number(part)
          hasTime = true
          break
        case 'M':
          clock.minute = Number(part)
          break
        case 'S':
          clock.second = Number(part)
          break
        case 'f':
          digits = part.length
          clock.nanosecond = Number(part.padEnd(9, '0'))
          break
        case 'p':
          isAfternoon = part[0]!.toLowerCase() === 'p'
          break
        default:
          zone = part
      }
    }
    if (isAfternoon !== null) {
      if (clock.hour < 1 || clock.hour > 12) return null
      clock.hour = (clock.hour % 12) + (isAfternoon ? 12 : 0)
    }
    const local = clockMilliseconds(clock)
    const offset = zone === '' ? null : zoneOffset(zone)
    if (local === null || Number.isNaN(offset)) return null
    const whole = local + Math.max(0, dayOfYear - 1) * 86_400_000 - (offset ?? 0) * 60_000
    return { whole, part: clock.nanosecond % 1e6, offset, zone, digits, hasTime }
  }

  /**
   * A moment in this layout, in the zone of `like` and with as many digits of a second's fraction. Null outside the years 0 to
   * 9999.
   *
   * @param isUpper whether names are in capitals
   */
  write({ whole, part }: Moment, like: DateReading, isUpper = false): string | null {
    const clock = clockAt(whole + (like.offset ?? 0) * 60_000, part)
    if (clock === null) return null
    const text = this.#pieces.map((piece) => piece.text ?? formatPiece(piece, clock, like)).join('')
    return isUpper ? text.toUpperCase() : text
  }
}
