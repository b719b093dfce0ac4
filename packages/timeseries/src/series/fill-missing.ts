import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import type { FillTokens, Tokenizer } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import { positive, readOption, readOptions } from '../options.ts'
import type { SeriesDescription } from '../tokenizers/known-series.ts'
import { channelNames } from './channel-names.ts'
import { checkSeries } from './check-series.ts'
import { cutWindows } from './cut-windows.ts'
import { matchChannels } from './match-channels.ts'
import { withChannels } from './select.ts'
import type { TimeSeries } from './series.ts'
import { firstIndexFrom } from './slice-time.ts'
import { toTimeGrid } from './time-grid.ts'
import { observedCount } from './windows.ts'

const schema = {
  tokenizer: {
    kind: value<Tokenizer<TimeSeries>>(),
    has: 'axes',
    expected: 'an observationTokenizer: one token an observation, at [channel, time]',
    required: true,
    help: 'makes one token an observation (`observationTokenizer`), with the statistics that the model was trained on',
  },
  length: {
    ...positive,
    required: true,
    help: 'the span of time that a model sees at once; the one that it was trained on',
  },
  stride: {
    ...positive,
    help: 'from one window’s start to the next, at most `length`; half of it by default: windows overlap',
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

export interface FillMissingOptions extends OptionsOf<typeof schema> {}

/**
 * Fills the gaps of a series: every channel gets a value at every time of the series (and of `times`).
 *
 * The series is cut into overlapping windows; each gap takes its value from the window in whose middle it lies closest.
 * A window without a single observed value tells the model nothing, and fills nothing: in a gap that is longer than the
 * window, what no other window reaches stays missing (NaN). With the default stride, a `length` of twice the gap's reaches all.
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
  if (grid.channels.every(({ values }) => !values.includes(Number.NaN))) return inOrderOfSeries(grid, series)
  const windows = windowsOf(grid, length, stride).map((window) => hideMissing(window, tokenizer))
  if (windows.length === 0) return inOrderOfSeries(grid, series)
  const tokenized = await Promise.all(windows.map((window) => window.toFill))
  const filled = await options.fill(tokenized)
  const result = grid.channels.map(({ values }) => values.slice())
  const distance = grid.channels.map(({ values }) => new Float64Array(values.length).fill(Number.POSITIVE_INFINITY))
  for (const [index, tokens] of filled.entries()) {
    const { window, center } = windows[index]!
    const restored = await tokenizer.detokenize!(tokens)
    window.channels.forEach((channel, channelIndex) => {
      channel.times.forEach((time, entry) => {
        if (!Number.isNaN(channel.values[entry])) return
        const place = firstIndexFrom(grid.channels[channelIndex]!.times, time)
        const away = Math.abs(time - center)
        if (away >= distance[channelIndex]![place]!) return
        distance[channelIndex]![place] = away
        result[channelIndex]![place] = restored.channels[channelIndex]!.values[entry]!
      })
    })
  }
  const channels = grid.channels.map((channel, index) => ({ ...channel, values: result[index]! }))
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
  const stride = readOption('fillMissing', 'stride', { ...positive, most: length }, read.stride ?? length / 2)
  const { axes, detokenize } = tokenizer
  if (axes.length !== 2 || axes[0] !== 'channel' || detokenize === undefined) {
    const { expected } = schema.tokenizer
    throw errors.TIMESERIES_INVALID_OPTION({ of: 'fillMissing', key: 'tokenizer', expected, got: tokenizer.name })
  }
  return { tokenizer, length, stride }
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

/** Windows in which something is observed, each with the middle of its times. */
function windowsOf(grid: TimeSeries, length: number, stride: number): { window: TimeSeries; center: number }[] {
  return Array.from(cutWindows(grid, { length, stride }), ({ window }) => window)
    .filter((window) => observedCount(window) > 0)
    .map((window) => {
      const { times } = window.channels[0]!
      return { window, center: (times[0]! + times.at(-1)!) / 2 }
    })
}

/** The window with 0 for every missing value, and which tokens those are: tokens are in order of channel, then time. */
function hideMissing({ window, center }: { window: TimeSeries; center: number }, tokenizer: Tokenizer<TimeSeries>) {
  const values = window.channels.flatMap((channel) => [...channel.values])
  const hidden = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 1 : 0))
  const known = (column: Float64Array) => column.map((value) => (Number.isNaN(value) ? 0 : value))
  const complete = {
    ...window,
    channels: window.channels.map(({ times, values: column, extras }) => ({
      times,
      values: known(column),
      ...(extras !== undefined && { extras: extras.map(known) }),
    })),
  }
  const toFill = Promise.resolve(tokenizer.tokenize(complete)).then((tokens) => ({ tokens, hidden }))
  return { window, center, toFill }
}
