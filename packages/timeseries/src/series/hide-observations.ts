import { fraction as fractionOption, seed as seedOption } from '@romae/internal/options'
import { chooseIndices, createRandom } from '@romae/internal/random'
import { readOption } from '../options.ts'
import { checkSeries } from './check-series.ts'
import { selectObservations, withChannels } from './select.ts'
import type { TimeSeries } from './series.ts'

/** A series in two parts. Together they hold every entry of the original once. */
export interface HiddenObservations {
  /** What is left, missing (NaN) entries included. */
  readonly observed: TimeSeries
  /** What was taken away. */
  readonly hidden: TimeSeries
}

/**
 * Hides single observations: of each channel's `n` observed values, `round(fraction · n)`, channel by channel.
 *
 * The choice depends on `seed`, the series' id and the channel's index only.
 *
 * @param fraction in [0, 1]
 * @param seed an integer from 0 to 2³² − 1
 */
export function hideObservations(series: TimeSeries, fraction: number, seed: number): HiddenObservations {
  readOption('hideObservations', 'fraction', fractionOption, fraction)
  readOption('hideObservations', 'seed', seedOption, seed)
  checkSeries(series)
  const parts = series.channels.map((channel, channelIndex) => {
    const present = [...channel.values.keys()].filter((index) => !Number.isNaN(channel.values[index]))
    const count = Math.round(fraction * present.length)
    const chosen = chooseIndices(present.length, count, createRandom(seed, 'hide', series.id, channelIndex))
    const hidden = new Set([...chosen].map((index) => present[index]!))
    return {
      observed: selectObservations(channel, (index) => !hidden.has(index)),
      hidden: selectObservations(channel, (index) => hidden.has(index)),
    }
  })
  return {
    observed: withChannels(
      series,
      parts.map(({ observed }) => observed),
    ),
    hidden: withChannels(
      series,
      parts.map(({ hidden }) => hidden),
    ),
  }
}
