import type { TimeUnit } from '../readers/time/moment.ts'

/** What dates may be counted in. */
export const TIME_UNITS = [
  'days',
  'hours',
  'minutes',
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
] as const satisfies readonly TimeUnit[]
