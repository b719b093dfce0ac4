import type { CellTexts } from '../../series/series.ts'
import { NumberList } from '../text/number-list.ts'
import { TextColumn } from '../text/text-column.ts'
import { subtractDecimals } from './decimal.ts'
import { EPOCH, type Moment, spanBetween, TIME_UNITS, type TimeUnit } from './moment.ts'

/** A time that was read: a moment, and its text where that says more. */
export interface TimeCell extends Moment {
  readonly isDate: boolean
  /** Of a date always, of a number where it would be written otherwise. */
  readonly text?: string | undefined
}

/** Rounding to 64 bits may move a time by a 4096th of the smallest step; what moves it further is counted from nearby. */
const COARSEST = 2 ** -12

/** The times of a channel as they are read: exact, and in order. */
export class TimeColumn {
  readonly #wholes = new NumberList()
  /** Not there as long as all are 0. */
  #parts: NumberList | undefined
  readonly #texts = new TextColumn()
  #smallestStep = Number.POSITIVE_INFINITY
  #largest = 0
  #areSafe = true
  #hasLongIntegers = false

  get length(): number {
    return this.#wholes.length
  }

  /** How times are written that their numbers do not tell. */
  get written(): CellTexts | undefined {
    return this.#texts.all
  }

  /** Adds a time, or gives false for one that does not come after the last. */
  add({ whole, part, text, isDate }: TimeCell): boolean {
    const index = this.#wholes.length
    const isSafe = Number.isSafeInteger(whole)
    if (index > 0) {
      const apart = whole - this.#wholes.last + (part - (this.#parts?.last ?? 0)) / 1e6
      // Numbers that are one when they are rounded may be two in the file.
      const step =
        apart === 0 && !isSafe && !isDate
          ? subtractDecimals((text ?? String(whole)).replace(',', '.'), this.textAt(index - 1))
          : apart
      if (!(step > 0)) return false
      this.#smallestStep = Math.min(this.#smallestStep, step)
    }
    this.#wholes.push(whole)
    if (part !== 0) this.#parts ??= NumberList.of(0, index)
    this.#parts?.push(part)
    this.#texts.add(text)
    this.#largest = Math.max(this.#largest, Math.abs(whole))
    this.#areSafe &&= isSafe
    this.#hasLongIntegers ||= !isSafe && !isDate && /^[+-]?\d+$/.test(text ?? String(whole))
    return true
  }

  at(index: number): Moment {
    return { whole: this.#wholes.at(index), part: this.#parts?.at(index) ?? 0 }
  }

  /** A number as it is written, with a decimal point. */
  textAt(index: number): string {
    return (this.#texts.all?.[index] ?? String(this.#wholes.at(index))).replace(',', '.')
  }

  /** Whether its times, counted from 0 or 1970 in this unit, would be rounded too much. */
  isTooFine(unit: TimeUnit | undefined): boolean {
    if (this.#hasLongIntegers) return true
    const scale = unit === undefined ? 1 : TIME_UNITS[unit]
    if (this.#areSafe && this.#parts === undefined && scale === 1) return false
    const spacing = 2 ** (Math.floor(Math.log2(this.#largest / scale)) - 52)
    return spacing > (this.#smallestStep / scale) * COARSEST
  }

  /**
   * `[length]`: the times in the unit of dates, or as numbers.
   *
   * @param origin what they count from, with the text of a number; absent: 1970, or 0
   */
  toArray(unit: TimeUnit | undefined, origin: (Moment & { readonly text: string }) | undefined): Float64Array {
    const wholes = this.#wholes.toArray()
    if (unit !== undefined) return wholes.map((_, index) => spanBetween(origin ?? EPOCH, this.at(index), unit))
    return origin === undefined ? wholes : wholes.map((_, index) => subtractDecimals(this.textAt(index), origin.text))
  }
}
