import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from '../options.ts'
import { checkSeries } from '../series/check-series.ts'
import { rowsOf } from '../series/rows.ts'
import { mapColumns, withChannels } from '../series/select.ts'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'
import { firstIndexFrom } from '../series/slice-time.ts'
import type { ForecastTask } from './forecast-task.ts'

const schema = {
  horizon: { ...count, required: true, help: 'rows that are forecast from each origin' },
  from: { kind: 'number', required: true, help: 'the first target is not before this time: training may see what is' },
  to: { kind: 'number', help: 'all targets are before this time; the end of the series by default' },
  every: { ...count, default: 1, help: 'rows from one origin to the next' },
  gap: { ...count, least: 0, default: 0, help: 'rows between the last one that is seen and the first target' },
  known: { kind: 'list', item: { kind: 'text' }, help: 'channels whose future is seen, as `forecast` has it' },
} as const satisfies Schema

/** Which origins there are. */
export interface RollingOriginsOptions extends OptionsOf<typeof schema> {}

/** A forecast to be made from what was known at one time, and what came then. */
export interface Origin extends ForecastTask {
  /** The series at the wanted times; NaN where nothing was observed. */
  readonly actual: TimeSeries
}

/**
 * Origins that roll through a series, for a backtest: from each the same number of rows is to be forecast, of which all lie within the
 * part that is tested. What an origin sees ends before its first target: no later value is in it, of any channel but those whose
 * future is known. Rows at which nothing is observed do not count.
 *
 * @returns in order of time; none where the part has fewer rows than the horizon
 * @throws RomaeError `TIMESERIES_INVALID_OPTION`, `TIMESERIES_UNKNOWN_OPTION`
 */
export function rollingOrigins(series: TimeSeries, options: RollingOriginsOptions): Origin[] {
  const { horizon, from, to = Infinity, every, gap, known = [] } = readOptions('rollingOrigins', schema, options)
  checkSeries(series)
  const { times: all, missing } = rowsOf(series)
  const times = all.filter((_, row) => missing.some((flags) => flags[row] === 0))
  const origins: Origin[] = []
  // At least one row is seen.
  const first = Math.max(firstIndexFrom(times, from), 1 + gap)
  const end = firstIndexFrom(times, to)
  for (let target = first; target + horizon <= end; target += every) {
    const at = times.slice(target, target + horizon)
    const past = series.channels.map((channel) => {
      const isKnown = channel.name !== undefined && known.includes(channel.name)
      return firstEntries(channel, after(channel, isKnown ? at.at(-1)! : times[target - gap - 1]!))
    })
    origins.push({ series: withChannels(series, past), at, actual: seriesAt(series, at) })
  }
  return origins
}

/** The index of the first entry after a time. */
function after({ times }: SeriesChannel, time: number): number {
  const index = firstIndexFrom(times, time)
  return times[index] === time ? index + 1 : index
}

function firstEntries(channel: SeriesChannel, count: number): SeriesChannel {
  return mapColumns(
    channel,
    (column) => column.subarray(0, count),
    (texts) => texts.slice(0, count),
  )
}

function seriesAt(series: TimeSeries, at: Float64Array): TimeSeries {
  const channels = series.channels.map(({ name, unit, times, values }): SeriesChannel => {
    return {
      ...(name !== undefined && { name }),
      ...(unit !== undefined && { unit }),
      times: at,
      values: at.map((time) => {
        const index = firstIndexFrom(times, time)
        return times[index] === time ? values[index]! : Number.NaN
      }),
    }
  })
  return withChannels(series, channels)
}
