/** A moment on a clock: what a text says, before a zone is taken into account. */
export interface ClockTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** 0 to 999,999,999. */
  readonly nanosecond: number
}

const DAY = 86_400_000
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

export function daysOfMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0)
}

/** Milliseconds from 1970-01-01T00:00 to the start of a day of the Gregorian calendar, which is taken to hold for all years. */
export function startOfDay(year: number, month: number, day: number): number {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999; the calendar repeats itself every 400 years, of 146,097 days.
  return Date.UTC(year + 400, month - 1, day) - 146_097 * DAY
}

/**
 * Milliseconds since 1970-01-01T00:00, whole ones; null for what is on no clock, such as a 31st of April or 25:00. 24:00 is
 * the end of its day.
 */
export function clockMilliseconds({ year, month, day, hour, minute, second, nanosecond }: ClockTime): number | null {
  const isTime = minute < 60 && second < 60 && (hour < 24 || (hour === 24 && minute + second + nanosecond === 0))
  if (!isTime || day < 1 || day > daysOfMonth(year, month)) return null
  return (
    startOfDay(year, month, day) + hour * 3_600_000 + minute * 60_000 + second * 1000 + Math.floor(nanosecond / 1e6)
  )
}

/** The way back: what a clock shows at a moment. Null outside the years 0 to 9999. */
export function clockAt(milliseconds: number, nanoseconds: number): ClockTime | null {
  const date = new Date(milliseconds)
  const year = date.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) return null
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: date.getUTCMilliseconds() * 1e6 + nanoseconds,
  }
}
