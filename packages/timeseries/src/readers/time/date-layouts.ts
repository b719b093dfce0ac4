import type { DateReading } from './date-reading.ts'
import { guessLayout } from './guess-layout.ts'
import { TimeLayout } from './time-layout.ts'

/** More ways to write a date than a column has; the rest is guessed anew. */
const MOST_LAYOUTS = 8

/** A date with how it is written. */
export interface LaidOutDate {
  readonly layout: TimeLayout
  readonly date: DateReading
}

/** The ways in which the dates of a column are written: the one that is given, or those that were met. */
export class DateLayouts {
  readonly #isGiven: boolean
  /** The latest first. */
  readonly #met: TimeLayout[] = []

  /** @param format the only one, which is known to be right */
  constructor(format: string | undefined) {
    this.#isGiven = format !== undefined
    if (format !== undefined) this.#met.push(TimeLayout.of(format) as TimeLayout)
  }

  get latest(): TimeLayout | undefined {
    return this.#met[0]
  }

  /**
   * Null for what is not written in one of them, and cannot be read in one way only.
   *
   * @param first says how to read the first date where that is open
   */
  read(text: string, first: (text: string) => TimeLayout | null): LaidOutDate | null {
    for (const layout of this.#met) {
      const date = layout.read(text)
      if (date !== null) return { layout, date }
    }
    if (this.#isGiven) return null
    const layout = guessLayout(text) ?? (this.#met.length === 0 ? first(text) : null)
    const date = layout?.read(text) ?? null
    if (layout === null || date === null) return null
    this.#met.unshift(layout)
    this.#met.length = Math.min(this.#met.length, MOST_LAYOUTS)
    return { layout, date }
  }
}
