import { daysOfMonth } from '../time/calendar.ts'

/** From one value to the next: milliseconds, or months of the calendar. */
interface Step {
  readonly milliseconds?: number
  readonly months?: number
}

const SECOND = 1000
const UNITS: Readonly<Record<string, Step>> = {
  second: { milliseconds: SECOND },
  minute: { milliseconds: 60 * SECOND },
  hour: { milliseconds: 3600 * SECOND },
  day: { milliseconds: 86_400 * SECOND },
  week: { milliseconds: 7 * 86_400 * SECOND },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { months: 12 },
}

const WORDS: Readonly<Record<string, Step>> = {
  secondly: UNITS.second!,
  minutely: UNITS.minute!,
  half_hourly: { milliseconds: 1800 * SECOND },
  hourly: UNITS.hour!,
  daily: UNITS.day!,
  weekly: UNITS.week!,
  monthly: UNITS.month!,
  quarterly: UNITS.quarter!,
  yearly: UNITS.year!,
}

/** What a `@frequency` of the Monash archive means: `daily`, `half_hourly`, `10_minutes`; null for another word. */
export function stepOf(frequency: string): Step | null {
  const word = frequency.toLowerCase()
  const known = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined
  if (known !== undefined) return known
  const [, count = '', unit = ''] = /^(\d{1,6})_?([a-z]+?)s?$/.exec(word) ?? []
  const one = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined
  if (one === undefined || Number(count) < 1) return null
  const times = Number(count)
  return one.months === undefined ? { milliseconds: times * one.milliseconds! } : { months: times * one.months }
}

/** The words that {@link stepOf} knows, for a message. */
export const FREQUENCIES: readonly string[] = [...Object.keys(WORDS), '10_minutes']

const START = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2})[-:](\d{2})(?:[-:](\d{2}))?)?$/

/** A start as the archive writes it, `1979-01-01 00-00-00`, as milliseconds since 1970 in UTC; null for what is no date. */
export function startOf(text: string): number | null {
  const match = START.exec(text)
  if (match === null) return null
  const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0))
  const isDay = month! >= 1 && month! <= 12 && day! >= 1 && day! <= daysOfMonth(year!, month!)
  if (!isDay || hour > 23 || minute > 59 || second > 59) return null
  const date = new Date(0)
  date.setUTCFullYear(year!, month! - 1, day!)
  date.setUTCHours(hour, minute, second)
  return date.getTime()
}

/** The time of a value by its place, `1979-01-01 00:00:00`; of a month that is shorter, its last day. */
export function timeAt(start: number, { milliseconds, months }: Step, index: number): string {
  const date = new Date(milliseconds === undefined ? start : start + index * milliseconds)
  if (months !== undefined) {
    const first = new Date(start)
    const all = 12 * first.getUTCFullYear() + first.getUTCMonth() + index * months
    const [year, month] = [Math.floor(all / 12), all % 12]
    date.setUTCFullYear(year, month, Math.min(first.getUTCDate(), daysOfMonth(year, month + 1)))
  }
  // Further away than a date of JavaScript's: who reads times says where.
  if (Number.isNaN(date.getTime())) return 'beyond the calendar'
  return date.toISOString().slice(0, 19).replace('T', ' ')
}
