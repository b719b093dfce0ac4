import { quote } from '@romae/internal/errors'
import { errors } from '../errors.ts'
import { names, readOption } from '../options.ts'
import type { CsvOptions } from '../readers/csv/csv-options.ts'
import { checkSeries } from '../series/check-series.ts'
import { matchChannels } from '../series/match-channels.ts'
import type { TimeSeries } from '../series/series.ts'

/**
 * The series as they can be written: channels that have names in the order of `channels`.
 *
 * Throws unless they have as many channels and extras as there are names, and the columns tell them apart.
 */
export function checkWritable(
  of: string,
  series: readonly TimeSeries[],
  options: CsvOptions,
  channels: readonly string[],
  extras: number,
): TimeSeries[] {
  readOption(of, 'channels', names, channels)
  const matched = series.map((item) => matchChannels(item, channels))
  for (const item of matched) {
    checkSeries(item, { channels: channels.length, extras })
    const { id, timeUnit: got } = item
    if (options.group !== undefined && item.group === undefined) {
      const expected = `left out to write series ${quote(id)}, which is of no group`
      throw errors.TIMESERIES_INVALID_OPTION({ of, key: 'group', expected, got: options.group })
    }
    const expected = options.timeUnit
    if (expected === undefined || got === undefined || got === expected) continue
    throw errors.TIMESERIES_UNIT({ id, what: 'times', expected, got, source: 'the option timeUnit' })
  }
  if (options.id === undefined && series.length !== 1) {
    const expected = `given to write ${series.length} series`
    throw errors.TIMESERIES_INVALID_OPTION({ of, key: 'id', expected, got: undefined })
  }
  return matched
}
