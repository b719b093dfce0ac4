import { type ClockTime, daysOfMonth, startOfDay } from './calendar.ts'
import type { DateReading } from './date-reading.ts'
import { MONTHS, WEEKDAYS } from './directives.ts'

/** A piece of a layout: a directive's letter, or text as it is. */
export interface Piece {
  readonly letter?: string
  readonly isPadded?: boolean
  readonly text?: string
}

const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1)

/** What a directive stands for at a time. */
export function formatPiece({ letter, isPadded }: Piece, clock: ClockTime, { zone, digits }: DateReading): string {
  const number = (value: number, width = 2) => (isPadded ? String(value).padStart(width, '0') : String(value))
  const { year, month, day, hour, minute, second, nanosecond } = clock
  switch (letter) {
    case 'Y':
      return String(year).padStart(4, '0')
    case 'y':
      return String(year % 100).padStart(2, '0')
    case 'm':
      return number(month)
    case 'b':
      return capital(MONTHS[month - 1]!).slice(0, 3)
    case 'B':
      return capital(MONTHS[month - 1]!)
    case 'q':
      return String(Math.ceil(month / 3))
    case 'd':
      return number(day)
    case 'j':
      return number(dayOfYearOf(clock), 3)
    case 'H':
      return number(hour)
    case 'I':
      return number(hour % 12 === 0 ? 12 : hour % 12)
    case 'M':
      return number(minute)
    case 'S':
      return number(second)
    case 'f':
      return String(nanosecond).padStart(9, '0').slice(0, digits)
    case 'p':
      return hour < 12 ? 'AM' : 'PM'
    case 'z':
      return zone
    default: {
      const name = capital(WEEKDAYS[new Date(startOfDay(year, month, day)).getUTCDay()]!)
      return letter === 'a' ? name.slice(0, 3) : name
    }
  }
}

function dayOfYearOf({ year, month, day }: ClockTime): number {
  let days = day
  for (let before = 1; before < month; before++) days += daysOfMonth(year, before)
  return days
}
