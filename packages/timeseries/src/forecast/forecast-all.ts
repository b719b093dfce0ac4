import type { OptionsOf } from '@romae/internal/options'
import type { Tokenizer, Tokens } from '@romae/tokenizer'
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
import {
  type ForecasterOptions,
  forecasterSchema,
  forecastingSchema,
  type QuantileForecasterOptions,
  quantileForecasterSchema,
} from './forecaster.ts'
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
  const { fill, ...given } = readOptions('forecast', forecasterSchema, options)
  const { windows, restore } = windowsOf(tasks, given)
  return restore(await fill(await windows))
}

/**
 * How sure a model is of what comes next in many series, or in one from many origins: as `forecastAll`, once for each level.
 *
 * @returns `[task][level]`
 * @throws RomaeError what `forecast` throws, and what the model throws that has no quantiles
 */
export async function forecastAllQuantiles(
  tasks: readonly ForecastTask[],
  options: QuantileForecasterOptions,
): Promise<readonly (readonly TimeSeries[])[]> {
  const { fillQuantiles, levels, ...given } = readOptions('forecast', quantileForecasterSchema, options)
  const { windows, restore } = windowsOf(tasks, given)
  const filled = await fillQuantiles(await windows, levels)
  const byLevel = await Promise.all(levels.map((_, level) => restore(filled[level]!)))
  return tasks.map((_, task) => byLevel.map((ofLevel) => ofLevel[task]!))
}

/** The windows whose ends are to be filled in, and the way back from tokens to series at the wanted times. */
function windowsOf(tasks: readonly ForecastTask[], options: OptionsOf<typeof forecastingSchema>) {
  const { tokenizer, length, longest = length / 2, known = [] } = options
  const { axes, detokenize } = tokenizer
  if (axes.length !== 2 || axes[0] !== 'channel' || detokenize === undefined) {
    const { expected } = forecastingSchema.tokenizer
    throw errors.TIMESERIES_INVALID_OPTION({ of: 'forecast', key: 'tokenizer', expected, got: tokenizer.name })
  }
  const made = tasks.map((task) => {
    checkSeries(task.series)
    checkTargets(task, { length, longest, known })
    return forecastingWindow({ ...task, series: inOrderOf(tokenizer, task.series) }, length, known)
  })
  const toFill = made.map(async ({ complete, hidden }) => ({ tokens: await tokenizer.tokenize(complete), hidden }))
  async function restore(filled: readonly Tokens[]): Promise<TimeSeries[]> {
    const results: TimeSeries[] = []
    for (const [index, { series, at }] of tasks.entries()) {
      const { complete, result } = made[index]!
      const restored = await (detokenize as WithSeries).call(tokenizer, filled[index]!, complete)
      const names = channelNames(series)
      results.push(names === null ? result(restored, at) : matchChannels(result(restored, at), names))
    }
    return results
  }
  return { windows: Promise.all(toFill), restore }
}

/** A tokenizer of series also takes the series that the tokens were made of. */
type WithSeries = (tokens: unknown, of: TimeSeries) => TimeSeries | Promise<TimeSeries>

/** The series with its channels as the tokenizer has them, where both have names: a token's place tells its channel. */
function inOrderOf(tokenizer: Tokenizer<TimeSeries>, series: TimeSeries): TimeSeries {
  const names = (tokenizer as { readonly options?: SeriesDescription }).options?.channelNames
  return names === undefined ? series : withChannels(series, matchChannels(series, names).channels)
}
