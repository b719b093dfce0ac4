/** Units in which dates become times, each with its length in milliseconds. */
export const TIME_UNITS = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
} as const

/** The unit of times that were read from dates: they count from 1970-01-01T00:00Z. */
export type TimeUnit = keyof typeof TIME_UNITS

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?$/

/**
 * Milliseconds since 1970-01-01T00:00Z, or null for anything but `YYYY-MM-DD`, alone or with `THH:MM[:SS[.fraction]]`
 * (a space may stand for the T) and `Z` or `±HH:MM`. Without a zone the time is UTC, on every machine.
 */
export function parseDate(text: string): number | null {
  const match = DATE.exec(text)
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0))
  const fraction = Number(`0.${match[7] ?? 0}`) * 1000
  const whole = new Date(0)
  whole.setUTCFullYear(year!, month! - 1, day)
  whole.setUTCHours(hour!, minute, second)
  // Date carries a 31st of April over into May: what comes back must be what went in.
  const back = whole.toISOString().slice(0, 19)
  const given = `${match[1]}-${match[2]}-${match[3]}T${match[4] ?? '00'}:${match[5] ?? '00'}:${match[6] ?? '00'}`
  const offset = zoneOffset(match[8] ?? 'Z')
  return back === given && offset !== null ? whole.getTime() + fraction - offset : null
}

/** Milliseconds by which a zone is ahead of UTC; null beyond what zones can be. */
function zoneOffset(zone: string): number | null {
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4))
  if (hours > 23 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/** The shortest of the forms that {@link parseDate} reads, to the millisecond; null outside the years 0 to 9999. */
export function formatDate(milliseconds: number): string | null {
  const date = new Date(Math.round(milliseconds))
  const year = date.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) return null
  const text = date.toISOString()
  return text.replace(/(?:T00:00:00\.000|\.000)?Z$/, (end) => (end.startsWith('T') ? '' : 'Z'))
}
