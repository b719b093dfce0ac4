import {
  fraction as fractionOption,
  type OptionsOf,
  type Schema,
  seed as seedOption,
  text,
} from '@romae/internal/options'
import { chooseIndices, createRandom, type Random } from '@romae/internal/random'
import { errors } from '../errors.ts'
import { readOption, readOptions } from '../options.ts'
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
 * @throws RomaeError `TIMESERIES_NOTHING_LEFT` when every time stamp would go
 * @throws RomaeError `TIMESERIES_DROP_MISCOUNTED` when the result has not exactly as many fewer; the protocol's first
 *   implementation could drop nothing without a word, so this one counts again
 */
export function dropTimestamps(series: TimeSeries, fraction: number, seed: number): TimeSeries {
  readOption('dropTimestamps', 'fraction', fractionOption, fraction)
  readOption('dropTimestamps', 'seed', seedOption, seed)
  return drop(series, fraction, createRandom(seed, 'drop', series.id))
}

const schema = {
  split: { ...text, required: true, help: 'names the split, e.g. `train`: series of two splits may have the same id' },
  fraction: { ...fractionOption, required: true, help: 'of the time stamps of each series' },
  seed: { ...seedOption, required: true },
} as const satisfies Schema

/** Options of {@link dropTimestampsOfSplit}. */
export interface SplitDropOptions extends OptionsOf<typeof schema> {}

/**
 * Drops whole time stamps of every series of a split, as {@link dropTimestamps} does; the choice also depends on the
 * split's name, so that the first series of two splits do not lose the same ones.
 *
 * @throws what `dropTimestamps` throws
 * @throws RomaeError `TIMESERIES_NOTHING_DROPPED` when the fraction is above 0 and yet every series kept all of its
 * time stamps
 */
export function dropTimestampsOfSplit(series: readonly TimeSeries[], options: SplitDropOptions): TimeSeries[] {
  const { split, fraction, seed } = readOptions('dropTimestampsOfSplit', schema, options)
  const result = series.map((one) => drop(one, fraction, createRandom(seed, 'drop', split, one.id)))
  const isShorter = (one: TimeSeries, index: number) => mergedTimes(one).length < mergedTimes(series[index]!).length
  if (fraction > 0 && !result.some(isShorter)) {
    throw errors.TIMESERIES_NOTHING_DROPPED({ split, fraction, series: series.length })
  }
  return result
}

function drop(series: TimeSeries, fraction: number, random: Random): TimeSeries {
  checkSeries(series)
  const times = mergedTimes(series)
  const count = Math.round(fraction * times.length)
  if (count === times.length) throw errors.TIMESERIES_NOTHING_LEFT({ id: series.id, count, fraction })
  const chosen = chooseIndices(times.length, count, random)
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
