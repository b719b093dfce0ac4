import type { Engine } from '@romae/engine'
import { hideTimestamps, mergedTimes, type TimeSeries, type TimeSeriesTokenizer } from '@romae/timeseries'
import { fillTokens, type PretrainedModel, type TokensToFill } from '@romae/trainer'

/** A series some of whose times were hidden: its observations channel by channel, in order of time. */
export interface FilledSeries {
  readonly series: TimeSeries
  /** `[observations]`: 1 = hidden. */
  readonly hidden: Uint8Array
  /** `[observations]` */
  readonly values: ArrayLike<number>
  /** `[observations]`: predictions of what was hidden; what was seen stands as it was. */
  readonly filled: ArrayLike<number>
}

/**
 * Hides a fraction of the time stamps of each series, all channels at once, and predicts the values there.
 *
 * @param tokenizer one token an observation
 */
export async function fillHiddenTimes(
  model: PretrainedModel,
  tokenizer: TimeSeriesTokenizer<unknown>,
  series: readonly TimeSeries[],
  { fraction, seed, engine }: { readonly fraction: number; readonly seed: number; readonly engine: Engine },
): Promise<FilledSeries[]> {
  const samples = series.map((one) => hideTimes(one, tokenizer, fraction, seed))
  const filled = await fillTokens(model, samples, { engine, batchSize: 16 })
  return samples.map(({ tokens, hidden }, index) => ({
    series: series[index]!,
    hidden,
    values: tokens.values,
    filled: filled[index]!.values,
  }))
}

/** The mean squared error over all hidden values. */
export function hiddenTimesError(series: readonly FilledSeries[]): number {
  let [squares, count] = [0, 0]
  for (const { hidden, values, filled } of series) {
    for (const [observation, isHidden] of hidden.entries()) {
      if (isHidden === 0) continue
      squares += (filled[observation]! - values[observation]!) ** 2
      count++
    }
  }
  return squares / count
}

/** Whether something is left to predict from where this fraction of the time stamps is hidden; of a single one nothing is. */
export function hasTimesToHide(series: TimeSeries, fraction: number): boolean {
  const { length } = mergedTimes(series)
  return Math.round(fraction * length) < length
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
