import { parseDate, TIME_UNITS, type TimeUnit } from './parse-date.ts'
import { parseNumber } from './parse-number.ts'

/** The unit of a file's times as its series have it, once one has been read; nothing where times are numbers. */
export function unitOf({ dateUnit }: TimeReader): { readonly timeUnit?: TimeUnit } {
  return dateUnit === undefined ? {} : { timeUnit: dateUnit }
}

/**
 * Reads the times of one file, which are all numbers or all dates: the first one decides, unless a unit was asked for,
 * which only dates have. So a date among numbers is an error, not a guess.
 */
export class TimeReader {
  private kind: 'number' | 'date' | undefined
  private readonly unit: TimeUnit

  constructor(unit: TimeUnit | undefined) {
    this.kind = unit && 'date'
    this.unit = unit ?? 'days'
  }

  /** The unit that dates were turned into; undefined where times are numbers. */
  get dateUnit(): TimeUnit | undefined {
    return this.kind === 'date' ? this.unit : undefined
  }

  /** The time, or what it should have been. */
  read(text: string): number | { readonly expected: string } {
    if (this.kind !== 'date') {
      const number = parseNumber(text)
      if ('value' in number) {
        this.kind = 'number'
        return number.value
      }
      if (this.kind === 'number') return { expected: 'a number; the times before it are' }
    }
    const date = parseDate(text)
    if (date === null) {
      const iso = 'an ISO date such as 2012-01-31 or 2012-01-31T06:30Z'
      return { expected: this.kind === 'date' ? iso : `a number or ${iso}` }
    }
    this.kind = 'date'
    return date / TIME_UNITS[this.unit]
  }
}
