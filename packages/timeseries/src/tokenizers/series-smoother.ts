import { onGrid } from '../baselines/fill-rows.ts'
import type { TimeSeries } from '../series/series.ts'
import { isLong } from '../state-space/is-long.ts'
import type { ResolvedCommonOptions } from './options.ts'
import { byKey } from './own-statistics.ts'
import { scalingOf } from './scaling.ts'
import { fitSmoother, type ScaledRows, type Smoother } from './smoother.ts'

/** Series that have a process of their own, at most: all are tried on every sample. */
const MOST_OWN = 8

/** The smoother of series as a tokenizer of these options scales them. */
export function fitSmootherTo(series: readonly TimeSeries[], options: ResolvedCommonOptions): Smoother {
  const groups = options.ofSeries === undefined ? [series] : [...byKey(series).values()]
  const isOwn = groups.length <= MOST_OWN && groups.every(isLong)
  return fitSmoother(
    (isOwn ? groups : [series]).map((group) => group.map((one) => scaledRows(one, options))),
    options.channels,
  )
}

/** The values of a series as they would stand in tokens, on the times that any channel has. */
function scaledRows(series: TimeSeries, options: ResolvedCommonOptions): ScaledRows {
  const scaling = scalingOf(series, options)
  const { channels } = onGrid(series)
  const { times } = channels[0]!
  const values = new Float64Array(times.length * channels.length)
  channels.forEach((own, channel) => {
    own.values.forEach((value, row) => {
      const place = { id: series.id, channel, time: times[row]! }
      values[row * channels.length + channel] = Number.isNaN(value) ? value : scaling.scale(value, 0, place)
    })
  })
  return { times: times.map((time) => time / options.time.unit), values }
}
