import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import type { FillTokens, Tokenizer } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { positive, readOption, readOptions } from '../options.ts'
import type { SeriesDescription } from '../tokenizers/known-series.ts'
import { channelNames } from './channel-names.ts'
import { checkSeries } from './check-series.ts'
import { Blend, fillingWindows } from './filling-windows.ts'
import { matchChannels } from './match-channels.ts'
import { modelTokenizer } from './model-tokenizer.ts'
import { withChannels } from './select.ts'
import type { TimeSeries } from './series.ts'
import { toTimeGrid } from './time-grid.ts'

const schema = {
  tokenizer: modelTokenizer,
  length: {
    ...positive,
    required: true,
    help: 'the span of time that a model sees at once; the one that it was trained on',
  },
  stride: {
    ...positive,
    help: 'from one window’s start to the next, at most `length`; a quarter of it by default: windows overlap',
  },
  times: {
    kind: value<ArrayLike<number>>(),
    has: 'length',
    expected: 'an array of numbers',
    help: 'times at which every channel is wanted, besides those that the series has',
  },
  fill: {
    kind: value<FillTokens>(),
    required: true,
    help: 'the model: gives hidden tokens values and leaves the others as they are; in one call, all windows',
  },
} as const satisfies Schema

/** Windows grow to twice the series at most: then one of them holds it all, wherever it begins. */
const MOST_GROWTH = 2

export interface FillMissingOptions extends OptionsOf<typeof schema> {}

/**
 * Fills the gaps of a series: every channel gets a value at every time of the series (and of `times`).
 *
 * The series is cut into overlapping windows. A missing value is the mean of what its windows say, each weighted by how near its
 * middle the value lies (a triangle) and by how much of the window is known. A window without a single observed value tells the
 * model nothing, and fills nothing: what no other window reaches, in a gap longer than a window, is filled from windows of twice
 * the length, and so on up to the whole series; so are both sides of the gap seen. A window of more than 4096 tokens is not
 * filled: what it alone would reach stays missing (NaN).
 *
 * Observed values stay exactly as they are. Extras of filled values are missing (NaN). Channels that have names may come in
 * another order than the tokenizer's; they keep it.
 *
 * @throws RomaeError `TIMESERIES_CHANNELS` where the series has other channels than the tokenizer
 * @throws RomaeError `TIMESERIES_INVALID_OPTION`, also for a tokenizer whose tokens are not single observations
 */
export async function fillMissing(series: TimeSeries, options: FillMissingOptions): Promise<TimeSeries> {
  const { tokenizer, length, stride } = checkFillOptions(options)
  checkSeries(series)
  const grid = gridOf(inOrderOf(tokenizer, series), options.times)
  const blend = new Blend(grid)
  const longest = Math.max(length, MOST_GROWTH * extentOf(grid))
  for (let growth = 1; blend.isMissing && growth * length <= longest; growth *= 2) {
    const span = { length: growth * length, stride: growth * stride }
    const windows = fillingWindows(grid, span, blend, tokenizer)
    if (windows.length > 0) {
      const filled = await options.fill(await Promise.all(windows.map(({ toFill }) => toFill)))
      for (const [index, window] of windows.entries()) await blend.add(window, filled[index]!, span.length, tokenizer)
    }
    blend.settle()
  }
  const channels = grid.channels.map((channel, index) => ({ ...channel, values: blend.values[index]! }))
  return inOrderOfSeries(withChannels(grid, channels), series)
}

/** The series with its channels as the tokenizer has them, where both have names: a token's place tells its channel. */
function inOrderOf(tokenizer: Tokenizer<TimeSeries>, series: TimeSeries): TimeSeries {
  const { channelNames } = (tokenizer as { readonly options?: SeriesDescription }).options ?? {}
  return channelNames === undefined ? series : matchChannels(series, channelNames)
}

function inOrderOfSeries(filled: TimeSeries, series: TimeSeries): TimeSeries {
  const names = channelNames(series)
  return names === null ? filled : matchChannels(filled, names)
}

function checkFillOptions(options: FillMissingOptions) {
  const read = readOptions('fillMissing', schema, options)
  const { tokenizer, length } = read
  const stride = readOption('fillMissing', 'stride', { ...positive, most: length }, read.stride ?? length / 4)
  const { axes, detokenize } = tokenizer
  if (axes.length !== 2 || axes[0] !== 'channel' || detokenize === undefined) {
    const { expected } = schema.tokenizer
    throw errors.TIMESERIES_INVALID_OPTION({ of: 'fillMissing', key: 'tokenizer', expected, got: tokenizer.name })
  }
  return { tokenizer, length, stride }
}

function extentOf({ channels }: TimeSeries): number {
  const { times } = channels[0]!
  return times.at(-1)! - times[0]!
}

/** All channels on one set of times, NaN where a value is missing. */
function gridOf(series: TimeSeries, times: ArrayLike<number> | undefined): TimeSeries {
  if (times === undefined) return { ...series, channels: toTimeGrid(series).channels }
  const wanted = Float64Array.from(times)
    .sort()
    .filter((time, index, all) => index === 0 || time !== all[index - 1])
  const columns = series.channels[0]!.extras?.length ?? 0
  const empty = () => new Float64Array(wanted.length).fill(Number.NaN)
  const extras = Array.from({ length: columns }, empty)
  const clock = { times: wanted, values: empty(), ...(columns > 0 && { extras }) }
  // One more channel, without values, brings its times into the grid.
  const { channels } = toTimeGrid({ ...series, channels: [...series.channels, clock] })
  return { ...series, channels: channels.slice(0, -1) }
}
