import { type OptionsOf, type ResolvedOf, type Schema, value } from '@romae/internal/options'
import { errors } from '../../errors.ts'
import { DIRECTIVES } from './directives.ts'
import { TIME_UNITS, type TimeUnit } from './moment.ts'
import { TimeLayout } from './time-layout.ts'

const FORMATS = `"number", or a format such as "%d/%m/%Y %H:%M" of ${DIRECTIVES}`

export const timeSchema = {
  timeUnit: {
    kind: 'choice',
    of: Object.keys(TIME_UNITS) as TimeUnit[],
    or: [undefined],
    help: 'the unit in which dates count from 1970-01-01T00:00Z; days by default; where given, times must be dates',
  },
  timeFormat: {
    kind: 'text',
    empty: true,
    or: [undefined],
    expected: FORMATS,
    excludes: 'parseTime',
    help:
      'how dates are written, in the directives of strptime, such as `%d/%m/%Y %H:%M`; or `number` for times that are numbers, ' +
      'whatever they look like. Without it, numbers are told from dates, and dates are read where they can be in one way only',
  },
  parseTime: {
    kind: value<(text: string) => number | Date | string>(),
    or: [undefined],
    help:
      'reads what no format can say: gives a number, a `Date`, or a text that can be read, such as an ISO date. It is called ' +
      'once a row',
  },
} as const satisfies Schema

/** How times of a file are to be read. */
export interface TimeOptions extends OptionsOf<typeof timeSchema> {}

/** What the schema cannot say of them. */
export function checkTimeOptions(of: string, { timeUnit, timeFormat }: ResolvedOf<typeof timeSchema>): void {
  const refuse = (key: string, expected: string, got: unknown): never => {
    throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected, got })
  }
  if (timeFormat === undefined) return
  if (timeFormat === 'number') {
    if (timeUnit !== undefined) refuse('timeUnit', 'left out where timeFormat is "number": it is of dates', timeUnit)
    return
  }
  const layout = TimeLayout.of(timeFormat)
  if (!(layout instanceof TimeLayout)) refuse('timeFormat', `${FORMATS}; ${layout.reason}`, timeFormat)
}
