import { originTime } from '../readers/time/time-origin.ts'
import type { TimeSeries } from './series.ts'

/** What to add to the times of a series so that they count from 1970, or from 0, whatever its `timeOrigin`. */
export function calendarStart({ timeOrigin, timeUnit }: TimeSeries): number {
  return timeOrigin === undefined ? 0 : originTime(timeOrigin, timeUnit)
}
