import { chooseIndices, createRandom } from '@romae/random'
import { errors } from '../errors.ts'
import { requireFraction, requireSeed } from '../options.ts'
import { checkSeries } from './check-series.ts'
import { mergedTimes } from './merged-times.ts'
import { selectObservations, withChannels } from './select.ts'
import type { TimeSeries } from './series.ts'

/**
 * Drops whole time stamps, all channels at once: the paper's UEA protocol drops 30 %.
 *
 * Of the `n` {@link mergedTimes}, `round(fraction · n)` go, chosen by `seed` and the series' id: the same series and
 * seed give the same choice, another id another one. At least one stays.
 *
 * @param fraction in [0, 1]
 * @param seed an integer from 0 to 2³² − 1
 * @throws TIMESERIES_NOTHING_LEFT when every time stamp would go
 * @throws TIMESERIES_DROP_MISCOUNTED when the result has not exactly as many fewer; the protocol's first
 *   implementation could drop nothing without a word, so this one counts again
 */
export function dropTimestamps(series: TimeSeries, fraction: number, seed: number): TimeSeries {
  requireFraction('dropTimestamps', fraction)
  requireSeed('dropTimestamps', seed)
  checkSeries(series)
  const times = mergedTimes(series)
  const count = Math.round(fraction * times.length)
  if (count === times.length) throw errors.TIMESERIES_NOTHING_LEFT({ id: series.id, count, fraction })
  const chosen = chooseIndices(times.length, count, createRandom(seed, 'drop', series.id))
  const dropped = new Set([...chosen].map((index) => times[index]!))
  const channels = series.channels.map((channel) =>
    selectObservations(channel, (index) => !dropped.has(channel.times[index]!)),
  )
  const result = withChannels(series, channels)
  const left = mergedTimes(result).length
  if (left !== times.length - count) {
    throw errors.TIMESERIES_DROP_MISCOUNTED({ id: series.id, expected: times.length - count, got: left })
  }
  return result
}
