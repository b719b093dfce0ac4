import type { DateReading } from '../readers/time/date-reading.ts'
import { EPOCH, type Moment, spanBetween, TIME_UNITS, type TimeUnit } from '../readers/time/moment.ts'
import { TimeLayout } from '../readers/time/time-layout.ts'
import { finerLayouts } from './finer-layouts.ts'

/** A text's layout, and how the text fills it in. */
export interface DateStyle {
  readonly layout: TimeLayout
  readonly date: DateReading
  /** Whether names are in capitals. */
  readonly isUpper: boolean
}

/** What the times of a series count, and from where. */
export interface DateScale {
  readonly unit: TimeUnit
  readonly origin: Moment | undefined
}

const READING: DateReading = { ...EPOCH, offset: 0, zone: 'Z', digits: 0, hasTime: true }

/** The styles of dates that have no neighbours: those of days, and of times of day in UTC. */
export const DAY_STYLE: DateStyle = {
  layout: TimeLayout.of('%Y-%m-%d') as TimeLayout,
  date: { ...READING, hasTime: false },
  isUpper: false,
}
export const TIME_STYLE: DateStyle = {
  layout: TimeLayout.of('%Y-%m-%dT%H:%M:%S%z') as TimeLayout,
  date: READING,
  isUpper: false,
}

/** The time as a date in a style, with as much more precision as it takes; null outside the years 0 to 9999. */
export function dateText(time: number, { unit, origin = EPOCH }: DateScale, style: DateStyle): string | null {
  const nanoseconds = nanosecondsOf(origin) + BigInt(Math.round(time * TIME_UNITS[unit] * 1e6))
  const offset = BigInt(style.date.offset ?? 0) * 60_000_000_000n
  let text: string | null = null
  for (const { layout, digits, step } of finerLayouts(style.layout, style.date)) {
    const moment = momentOf(roundTo(nanoseconds + offset, step) - offset)
    text = layout.write(moment, { ...style.date, digits }, style.isUpper)
    const back = text === null ? null : layout.read(text)
    if (back === null) continue
    // What was rounded to 64 bits twice may differ in the last of them.
    const away = Math.abs(spanBetween(origin, back, unit) - time)
    if (away <= 2 * spacingAt(time)) return text
  }
  return text
}

/** From one 64-bit number to the next. */
function spacingAt(value: number): number {
  return value === 0 ? Number.MIN_VALUE : 2 ** (Math.floor(Math.log2(Math.abs(value))) - 52)
}

function nanosecondsOf({ whole, part }: Moment): bigint {
  return BigInt(whole) * 1_000_000n + BigInt(part)
}

function momentOf(nanoseconds: bigint): Moment {
  const part = ((nanoseconds % 1_000_000n) + 1_000_000n) % 1_000_000n
  return { whole: Number((nanoseconds - part) / 1_000_000n), part: Number(part) }
}

/** The nearest multiple. */
function roundTo(value: bigint, step: bigint): bigint {
  const rest = ((value % step) + step) % step
  return value - rest + (2n * rest >= step ? step : 0n)
}
