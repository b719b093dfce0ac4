import { compareDecimals } from './decimal.ts'
import { EPOCH, type Moment, spanBetween, TIME_UNITS, type TimeUnit } from './moment.ts'
import type { TimeColumn } from './time-column.ts'
import { TimeLayout } from './time-layout.ts'

/** What the times of a series count from, exactly. */
export interface TimeOrigin extends Moment {
  /** A number as the file has it, or an ISO date in UTC: `timeOrigin` of the series. */
  readonly text: string
}

/** To count from the first time helps only where times are much further from 0 than from one another. */
const FAR = 16

/**
 * What times of a series are to count from, so that neighbours keep their distance: its first time where 64 bits, counted from 0
 * or 1970, are too coarse for its steps, else nothing.
 */
export function originOf(columns: readonly TimeColumn[], unit: TimeUnit | undefined): TimeOrigin | undefined {
  const filled = columns.filter(({ length }) => length > 0)
  if (!filled.some((column) => column.isTooFine(unit))) return undefined
  const ends = filled.flatMap((column) => [column.at(0).whole, column.at(column.length - 1).whole])
  const [from, to] = [ends.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))]
  if (to - from > Math.max(Math.abs(from), Math.abs(to)) / FAR) return undefined
  const firsts = filled.map((column) => ({ ...column.at(0), text: unit === undefined ? column.textAt(0) : '' }))
  const first = firsts.reduce((earliest, one) => (isBefore(one, earliest) ? one : earliest))
  return unit === undefined ? first : { ...first, text: isoText(first) }
}

function isBefore(one: TimeOrigin, other: TimeOrigin): boolean {
  if (one.whole !== other.whole) return one.whole < other.whole
  return one.text === '' ? one.part < other.part : compareDecimals(one.text, other.text) < 0
}

const ISO = TimeLayout.of('%Y-%m-%dT%H:%M:%S.%f%z') as TimeLayout
const UTC = { whole: 0, part: 0, offset: 0, zone: 'Z', digits: 9, hasTime: true }

/** A moment of the years 0 to 9999. */
function isoText(moment: Moment): string {
  return ISO.write(moment, UTC)!
}

/** The way back from the `timeOrigin` of dates; null for that of numbers. */
export function parseOrigin(text: string): TimeOrigin | null {
  const date = ISO.read(text)
  return date === null ? null : { whole: date.whole, part: date.part, text }
}

/** `timeOrigin` as a time that counts from 1970 in the unit, or from 0: as near as 64 bits are. */
export function originTime(text: string, unit: string | undefined): number {
  const date = parseOrigin(text)
  const known = unit !== undefined && Object.hasOwn(TIME_UNITS, unit) ? (unit as TimeUnit) : 'days'
  return date === null ? Number(text) : spanBetween(EPOCH, date, known)
}
