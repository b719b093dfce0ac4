import type { ChartSection } from '@romae/report'
import { secondsOf } from '@romae/timeseries/modality'

/** How charts show the times of series. */
export interface TimeAxis {
  readonly axis: ChartSection['x']
  /** Where a time is on it. */
  at(time: number): number
}

/** Seconds before and after 1970 that are written as dates: to the year 9999. */
const MOST_SECONDS = 253_402_300_799

/**
 * Dates where times were dates, else the numbers of the file.
 *
 * @param unit that dates are counted in; null where times are numbers
 * @param times all that will be shown
 */
export function timeAxis(unit: string | null | undefined, times: readonly ArrayLike<number>[]): TimeAxis {
  const seconds = unit == null ? null : secondsOf(unit)
  const isDate = (time: number) => Math.abs(time * seconds!) <= MOST_SECONDS
  if (seconds === null || !times.every((some) => Array.from(some).every(isDate))) {
    return { axis: { label: unit == null ? 'time' : `time, ${unit} since 1970` }, at: (time) => time }
  }
  return { axis: { label: 'time', scale: 'time' }, at: (time) => time * seconds }
}
