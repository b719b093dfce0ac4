import type { TimeUnit } from '@romae/timeseries'
import { Limited, optional } from 'romae'
import type { SeriesData } from './series-data.ts'

export const TIME_UNIT_NAMES: readonly TimeUnit[] = [
  'days',
  'hours',
  'minutes',
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
]

/** What `--help` says of times. */
export const timeDescription = 'CSV: times, numbers or dates'
export const timeFormatDescription =
  'CSV: how times are written: "number", or as strptime has it, such as "%d/%m/%Y %H:%M" (default: found where it is clear)'
export const timeUnitDescription: string = `CSV: what dates are counted in: ${TIME_UNIT_NAMES.join(', ')} (default: days)`

export const timeUnitKind: Limited = optional(
  new Limited(`one of ${TIME_UNIT_NAMES.join(', ')}`, (value) => TIME_UNIT_NAMES.includes(value as TimeUnit), 'text'),
)

/** How times are read, for the readers and the writers. */
export function timesOf({ timeFormat, timeUnit }: Pick<SeriesData, 'timeFormat' | 'timeUnit'>) {
  // Where somebody says that times are numbers they have no unit, whatever a model knows: its times are compared afterwards.
  if (timeFormat === 'number') return { timeFormat }
  return {
    ...(timeFormat != null && { timeFormat }),
    ...(timeUnit != null && { timeUnit: timeUnit as TimeUnit }),
  }
}
