import { errors } from '../../errors.ts'
import { requireOneOf } from '../../options.ts'
import { DIRECTIVES } from './directives.ts'
import { TIME_UNITS, type TimeUnit } from './moment.ts'
import { TimeLayout } from './time-layout.ts'

/** How times of a file are to be read. */
export interface TimeOptions {
  /** The unit in which dates count from 1970-01-01T00:00Z. Defaults to days; where given, times must be dates. */
  readonly timeUnit?: TimeUnit | undefined
  /**
   * How dates are written, in the directives of strptime, such as `%d/%m/%Y %H:%M`; or `number` for times that are numbers,
   * whatever they look like. Without it, numbers are told from dates, and dates are read where they can be in one way only.
   */
  readonly timeFormat?: string | undefined
  /**
   * Reads what no format can say: gives a number, a `Date`, or a text that can be read, such as an ISO date. It is called once a
   * row.
   */
  readonly parseTime?: ((text: string) => number | Date | string) | undefined
}

/** Checks what {@link TimeOptions} has. */
export function checkTimeOptions(of: string, { timeUnit, timeFormat, parseTime }: TimeOptions): void {
  const refuse = (key: string, expected: string, got: unknown): never => {
    throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected, got })
  }
  if (timeUnit !== undefined) requireOneOf(of, 'timeUnit', timeUnit, Object.keys(TIME_UNITS) as TimeUnit[])
  if (parseTime !== undefined && typeof parseTime !== 'function') refuse('parseTime', 'a function', parseTime)
  if (timeFormat === undefined) return
  if (parseTime !== undefined) refuse('timeFormat', 'left out beside parseTime', timeFormat)
  if (timeFormat === 'number') {
    if (timeUnit !== undefined) refuse('timeUnit', 'left out where timeFormat is "number": it is of dates', timeUnit)
    return
  }
  const expected = `"number", or a format such as "%d/%m/%Y %H:%M" of ${DIRECTIVES}`
  if (typeof timeFormat !== 'string') refuse('timeFormat', expected, timeFormat)
  const layout = TimeLayout.of(timeFormat)
  if (!(layout instanceof TimeLayout)) refuse('timeFormat', `${expected}; ${layout.reason}`, timeFormat)
}
