/** Units in which dates become times, each with its length in milliseconds. */
export const TIME_UNITS = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
  microseconds: 1e-3,
  nanoseconds: 1e-6,
} as const

/** The unit of times that were read from dates: they count from 1970-01-01T00:00Z. */
export type TimeUnit = keyof typeof TIME_UNITS

/** A time in two exact parts. */
export interface Moment {
  /** Of a date the whole milliseconds since 1970-01-01T00:00Z; of a number the number. */
  readonly whole: number
  /** Of a date the nanoseconds besides, 0 to 999,999; of a number 0. */
  readonly part: number
}

/** The time from one date to another in a unit: the difference is exact before it is rounded, once. */
export function spanBetween(from: Moment, to: Moment, unit: TimeUnit): number {
  const whole = to.whole - from.whole
  const part = to.part - from.part
  const perMillisecond = Math.round(1 / TIME_UNITS[unit])
  return perMillisecond > 1
    ? whole * perMillisecond + (part * perMillisecond) / 1e6
    : (whole + part / 1e6) / TIME_UNITS[unit]
}

/** 1970-01-01T00:00Z. */
export const EPOCH: Moment = { whole: 0, part: 0 }
