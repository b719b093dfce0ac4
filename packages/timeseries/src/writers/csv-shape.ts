import { errors } from '../errors.ts'
import { requireDistinct } from '../options.ts'
import type { CsvOptions } from '../readers/csv/csv-options.ts'
import { checkSeries } from '../series/check-series.ts'
import type { TimeSeries } from '../series/series.ts'

/** Throws unless the series have as many channels and extras as there are names, and the columns tell them apart. */
export function checkWritable(
  of: string,
  series: readonly TimeSeries[],
  options: CsvOptions,
  channels: readonly string[],
  extras: number,
): void {
  requireDistinct(of, 'channels', channels)
  for (const item of series) checkSeries(item, { channels: channels.length, extras })
  if (options.id === undefined && series.length !== 1) {
    const expected = `given to write ${series.length} series`
    throw errors.TIMESERIES_INVALID_OPTION({ of, key: 'id', expected, got: undefined })
  }
}
