import type { Tokenizer } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { channelNames } from '../series/channel-names.ts'
import { checkSeries } from '../series/check-series.ts'
import { matchChannels } from '../series/match-channels.ts'
import { withChannels } from '../series/select.ts'
import type { TimeSeries } from '../series/series.ts'
import type { SeriesDescription } from '../tokenizers/known-series.ts'
import { checkTargets } from './check-targets.ts'
import type { ForecastTask } from './forecast-task.ts'
import { type ForecasterOptions, forecasterSchema } from './forecaster.ts'
import { forecastingWindow } from './forecasting-window.ts'

/**
 * Forecasts many series, or one from many origins, in one call of the model. Each by itself: nothing goes from one to another.
 *
 * @returns one series a task, in order, as `forecast` has it
 * @throws RomaeError what `forecast` throws
 */
export async function forecastAll(
  tasks: readonly ForecastTask[],
  options: ForecasterOptions,
): Promise<readonly TimeSeries[]> {
  const {
    tokenizer,
    length,
    longest = length / 2,
    known = [],
    fill,
  } = readOptions('forecast', forecasterSchema, options)
  const { axes, detokenize } = tokenizer
  if (axes.length !== 2 || axes[0] !== 'channel' || detokenize === undefined) {
    const { expected } = forecasterSchema.tokenizer
    throw errors.TIMESERIES_INVALID_OPTION({ of: 'forecast', key: 'tokenizer', expected, got: tokenizer.name })
  }
  const windows = tasks.map((task) => {
    checkSeries(task.series)
    checkTargets(task, { length, longest, known })
    return forecastingWindow({ ...task, series: inOrderOf(tokenizer, task.series) }, length, known)
  })
  const toFill = windows.map(async ({ complete, hidden }) => ({ tokens: await tokenizer.tokenize(complete), hidden }))
  const filled = await fill(await Promise.all(toFill))
  const results: TimeSeries[] = []
  for (const [index, { series, at }] of tasks.entries()) {
    const { complete, result } = windows[index]!
    const restored = await (detokenize as WithSeries).call(tokenizer, filled[index]!, complete)
    const names = channelNames(series)
    results.push(names === null ? result(restored, at) : matchChannels(result(restored, at), names))
  }
  return results
}

/** A tokenizer of series also takes the series that the tokens were made of. */
type WithSeries = (tokens: unknown, of: TimeSeries) => TimeSeries | Promise<TimeSeries>

/** The series with its channels as the tokenizer has them, where both have names: a token's place tells its channel. */
function inOrderOf(tokenizer: Tokenizer<TimeSeries>, series: TimeSeries): TimeSeries {
  const names = (tokenizer as { readonly options?: SeriesDescription }).options?.channelNames
  return names === undefined ? series : withChannels(series, matchChannels(series, names).channels)
}
