import type { FilePosition } from '../text/file-position.ts'

/** A number among times that may be a time of day, `930` for 9:30. */
interface ClockNumber {
  readonly text: string
  readonly position: FilePosition
}

/**
 * Looks whether a column of whole numbers is one of times of day, HHMM: all are on a clock, they go over an hour, and they have
 * four digits with zeros in front, or their steps are equal as times of day and differ as numbers.
 */
export class ClockNumbers {
  #isPossible = true
  #hasZeros = false
  #previous: number | undefined
  readonly #steps = new Set<number>()
  readonly #minutes = new Set<number>()
  #count = 0
  #overHour: ClockNumber | undefined

  /** Most columns are ruled out by their first rows. */
  add(value: number, text: string, position: FilePosition): void {
    if (!this.#isPossible) return
    this.#isPossible = text.length <= 4 && Number.isInteger(value) && value >= 0 && value < 2400 && value % 100 < 60
    if (!this.#isPossible) return
    this.#hasZeros ||= text.length === 4 && text.startsWith('0')
    const previous = this.#previous
    this.#previous = value
    // Another series begins, or goes on.
    if (previous === undefined || value <= previous) return
    this.#count += 1
    this.#steps.add(value - previous)
    this.#minutes.add(minutesOf(value) - minutesOf(previous))
    if (Math.floor(value / 100) > Math.floor(previous / 100)) this.#overHour ??= { text, position }
  }

  /** The first number after a full hour, if they are times of day. */
  get found(): ClockNumber | undefined {
    const isRegular = this.#count >= 3 && this.#minutes.size === 1 && this.#steps.size > 1
    return this.#isPossible && (isRegular || this.#hasZeros) ? this.#overHour : undefined
  }
}

const minutesOf = (value: number) => 60 * Math.floor(value / 100) + (value % 100)
