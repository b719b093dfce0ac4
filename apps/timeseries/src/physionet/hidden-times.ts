import type { Engine } from '@romae/engine'
import { hideTimestamps, type TimeSeries, type TimeSeriesTokenizer } from '@romae/timeseries'
import type { TokensToFill } from '@romae/tokenizer'
import { RomaeError } from '@romae/tokenizer'
import { fillTokens, type PretrainedModel } from '@romae/trainer/node'
import type { Observations } from 'romae'

/** A variable of a series some of whose times were hidden. */
export interface FilledChannel {
  readonly seen: Observations
  readonly hidden: Observations
  /** `[hidden]` */
  readonly predicted: Float64Array
}

/**
 * Hides a fraction of the time stamps of each series, all channels at once, and predicts the values there.
 *
 * @param tokenizer one token an observation, values as they are
 * @returns each series' channels
 */
export async function fillHiddenTimes(
  model: PretrainedModel,
  tokenizer: TimeSeriesTokenizer<unknown>,
  series: readonly TimeSeries[],
  { fraction, seed, engine }: { readonly fraction: number; readonly seed: number; readonly engine: Engine },
): Promise<FilledChannel[][]> {
  const samples = series.map((one) => hideTimes(one, tokenizer, fraction, seed))
  const filled = await fillTokens(model, samples, { engine, batchSize: 16 })
  return samples.map(({ hidden }, index) => filledChannels(series[index]!, hidden, filled[index]!.values))
}

/**
 * A series' channels apart.
 *
 * @param hidden `[observations]`: 1 = hidden; channel by channel, in order of time
 * @param filled `[observations]`: predictions of what was hidden
 */
export function filledChannels(series: TimeSeries, hidden: Uint8Array, filled: ArrayLike<number>): FilledChannel[] {
  let start = 0
  return series.channels.map(({ times, values }) => {
    const first = start
    start += times.length
    const marked = (mark: 0 | 1) => [...times.keys()].filter((index) => hidden[first + index] === mark)
    const observations = (indices: readonly number[]) => ({
      times: Float64Array.from(indices, (index) => times[index]!),
      values: Float64Array.from(indices, (index) => values[index]!),
    })
    return {
      seen: observations(marked(0)),
      hidden: observations(marked(1)),
      predicted: Float64Array.from(marked(1), (index) => filled[first + index]!),
    }
  })
}

/** The mean squared error of estimates of all hidden values. */
export function hiddenTimesError(
  series: readonly (readonly FilledChannel[])[],
  estimate: (channel: FilledChannel) => Float64Array,
): number {
  let [squares, count] = [0, 0]
  for (const channel of series.flat()) {
    const estimates = estimate(channel)
    for (const [index, value] of channel.hidden.values.entries()) squares += (estimates[index]! - value) ** 2
    count += estimates.length
  }
  return squares / count
}

/** Whether something is left to predict from where this fraction of the time stamps is hidden: not in a very short series. */
export function hasTimesToHide(series: TimeSeries, fraction: number): boolean {
  try {
    hideTimestamps(series, fraction, 0)
    return true
  } catch (error) {
    if (RomaeError.isInstance(error, 'TIMESERIES_NOTHING_LEFT')) return false
    throw error
  }
}

/** A series' tokens with those of the hidden times marked. */
export function hideTimes(
  series: TimeSeries,
  tokenizer: TimeSeriesTokenizer<unknown>,
  fraction: number,
  seed: number,
): TokensToFill {
  const tokens = tokenizer.tokenize(series)
  const times = new Set(hideTimestamps(series, fraction, seed).hidden.channels.flatMap((channel) => [...channel.times]))
  // Tokens come channel by channel in order of time, and none of these series has a value that is missing (NaN).
  const hidden = Uint8Array.from(
    series.channels.flatMap((channel) => Array.from(channel.times, (time) => (times.has(time) ? 1 : 0))),
  )
  return { tokens, hidden }
}
