import type { Tokenizer, Tokens, TokensToFill } from '@romae/tokenizer'
import type { TimeSeriesTokenizer } from '../tokenizers/tokenizer.ts'
import { cutWindows } from './cut-windows.ts'
import type { TimeSeries } from './series.ts'
import { firstIndexFrom } from './slice-time.ts'
import { observedCount } from './windows.ts'

/** Tokens of a window that are filled at once, at most: their square is what attention costs. */
const MOST_TOKENS = 4096
/** What a value at a window's border weighs beside one in its middle: not nothing, for it may have no other window. */
const LEAST_WEIGHT = 1e-3

/** A part of a series that a model is to fill. */
export interface FillingWindow {
  readonly window: TimeSeries
  /** The same with 0 for every missing value: what the tokens were made of. */
  readonly complete: TimeSeries
  /** The middle of its times. */
  readonly center: number
  /** How much of it is known, above 0 and below 1. */
  readonly known: number
  readonly toFill: Promise<TokensToFill>
}

/**
 * The windows in which something is known, and something that has no value yet is missing.
 *
 * @param grid all channels at one set of times, NaN where a value is missing
 */
export function fillingWindows(
  grid: TimeSeries,
  span: { readonly length: number; readonly stride: number },
  blend: Blend,
  tokenizer: Tokenizer<TimeSeries>,
): FillingWindow[] {
  return Array.from(cutWindows(grid, span), ({ window }) => window).flatMap((window) => {
    const { times } = window.channels[0]!
    const tokens = times.length * window.channels.length
    const known = observedCount(window)
    // The first windows are what the caller asked for, whatever they hold; those that grew are not.
    const isTooLarge = blend.isSettled && tokens > MOST_TOKENS
    if (known === 0 || isTooLarge || !blend.isMissingIn(times)) return []
    const center = (times[0]! + times.at(-1)!) / 2
    return [{ ...hideMissing(window, tokenizer), center, known: known / tokens }]
  })
}

/** The window with 0 for every missing value, and which tokens those are: tokens are in order of channel, then time. */
function hideMissing(window: TimeSeries, tokenizer: Tokenizer<TimeSeries>) {
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
  return { window, complete, toFill }
}

/** The values of a series as its windows fill it: weighted means, until they are settled. */
export class Blend {
  /** `[channel][time]`; NaN where nothing is known or settled yet. */
  readonly values: readonly Float64Array[]
  /** Whether the windows of the first length are through. */
  isSettled = false
  readonly #times: Float64Array
  readonly #means: readonly Float64Array[]
  readonly #weights: readonly Float64Array[]

  constructor({ channels }: TimeSeries) {
    this.#times = channels[0]!.times
    this.values = channels.map(({ values }) => values.slice())
    this.#means = channels.map(({ values }) => new Float64Array(values.length))
    this.#weights = channels.map(({ values }) => new Float64Array(values.length))
  }

  get isMissing(): boolean {
    return this.values.some((values) => values.includes(Number.NaN))
  }

  /** @param times of a window: some of the series' own, one after the other */
  isMissingIn(times: Float64Array): boolean {
    const from = firstIndexFrom(this.#times, times[0]!)
    return this.values.some((values) => values.subarray(from, from + times.length).includes(Number.NaN))
  }

  /** Takes what a model puts into the gaps of a window that have no value yet. */
  async add(
    { window, complete, center, known }: FillingWindow,
    tokens: Tokens,
    length: number,
    tokenizer: Tokenizer<TimeSeries>,
  ) {
    // A tokenizer of series also takes the series that the tokens were made of.
    const { detokenize } = tokenizer as Pick<TimeSeriesTokenizer<unknown>, 'detokenize'>
    const restored = await detokenize.call(tokenizer, tokens, complete)
    const from = firstIndexFrom(this.#times, window.channels[0]!.times[0]!)
    window.channels.forEach(({ times, values }, channel) => {
      times.forEach((time, entry) => {
        if (!Number.isNaN(values[entry]) || !Number.isNaN(this.values[channel]![from + entry])) return
        const weight = known * Math.max(LEAST_WEIGHT, 1 - Math.abs(time - center) / (length / 2))
        const [means, weights] = [this.#means[channel]!, this.#weights[channel]!]
        weights[from + entry]! += weight
        // The mean so far, moved: of one window it is that window's value to the last bit.
        const apart = restored.channels[channel]!.values[entry]! - means[from + entry]!
        means[from + entry]! += apart * (weight / weights[from + entry]!)
      })
    })
  }

  /** What was filled is a value from now on. */
  settle(): void {
    this.isSettled = true
    this.values.forEach((values, channel) => {
      this.#weights[channel]!.forEach((weight, entry) => {
        if (weight === 0 || !Number.isNaN(values[entry])) return
        values[entry] = this.#means[channel]![entry]!
      })
    })
  }
}
