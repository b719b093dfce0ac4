import type { TimeSeries } from '../series/series.ts'
import { TIME_STYLE } from '../writers/date-text.ts'
import { TimeWriter } from '../writers/time-writer.ts'
import type { SeriesData } from './options.ts'

/**
 * Writes times of a series as the file has them that it was read from: those that are there as they are there, others in the style of the
 * time before.
 *
 * @returns the text of a time; throws RomaeError `TIMESERIES_DATE_RANGE`
 */
export function writtenTimes(
  series: TimeSeries,
  { timeFormat }: Pick<SeriesData, 'timeFormat'>,
): (time: number) => string {
  const writer = new TimeWriter(series, timeFormat == null ? {} : { timeFormat }, TIME_STYLE)
  return (time) => writer.text(time)
}
