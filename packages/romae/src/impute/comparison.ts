import { createRandom } from '@romae/core'
import { gapLengths, rowsOf, type TimeSeries } from '@romae/timeseries'
import { distancesToKnown } from '@romae/timeseries/uncertainty'
import { regressionMetrics } from '@romae/trainer'
import type { BoundsOfChannels } from './bounds.ts'
import { GAP_LENGTHS, lengthOf, nameOfLength } from './gap-lengths.ts'
import type { HeldOut } from './hold-out.ts'
import type { WidthsByMethod } from './widths.ts'

/** What was held out, and what stood there after filling. */
export interface Trial extends HeldOut {
  /** By method: all series, each on its merged times. */
  readonly filled: ReadonlyMap<string, readonly TimeSeries[]>
  /** Of the methods that know how far off they may be. */
  readonly widths: WidthsByMethod
}

/**
 * What a held-out value is for: on one part methods are chosen, from one intervals are made, on one they are measured. No value
 * serves two. What a choice is worth is measured on both of the others.
 */
type Part = 'choosing' | 'calibrating' | 'reporting'

/** A held-out value, and what each method filled in. */
export interface Measured {
  readonly channel: number
  /** Of the gap that it lay in, as `lengthOf` has it. */
  readonly length: number
  /** Whether it belongs to what every channel's own figure is of: not to gaps that were made longer afterwards. */
  readonly isFirst: boolean
  /** Gaps are in one of them, with all channels. */
  readonly part: Part
  /** Rows to the nearest value that was not hidden. */
  readonly distance: number
  readonly actual: number
  /** By method, in order; NaN where it filled nothing. */
  readonly predicted: readonly number[]
  /** The same before it was brought within the channel's bounds. */
  readonly raw: readonly number[]
  /** How far off a method said that it may be; null where it says nothing. */
  readonly widths: readonly ({ readonly below: number; readonly above: number } | null)[]
}

/** The errors on some held-out values, in the channel's own unit. */
export interface MethodErrors {
  /** Values that the first method filled: on these the errors are. Where it filled none, all of them. */
  readonly count: number
  /** Values that it left empty. */
  readonly unfilled: number
  /** Root mean squared error by method; NaN of one that left some of these values empty. */
  readonly errors: readonly number[]
}

/** Of one channel. */
export interface ChannelErrors extends MethodErrors {
  /** By the length of the gap that a value lay in; empty where all were alike. */
  readonly byGap: readonly (MethodErrors & { readonly length: number; readonly rows: string })[]
}

/** Of half of the values that choose no method, and a little more, intervals are made. */
const CALIBRATING = 0.6

/**
 * @param methods names, in the order of predictions: the model first
 * @param links of the channels; none are bounded by default
 */
export function measure(
  trials: readonly Trial[],
  methods: readonly string[],
  seed: number,
  links?: BoundsOfChannels,
): Measured[] {
  return trials.flatMap((trial, index) =>
    trial.hidden.flatMap((hidden, place) => {
      // The longest gaps: a value that is measured twice is in one part both times.
      const gaps = rowsOf(trials.at(-1)!.kept[place]!).missing
      return measureSeries(trial, place, hidden, { methods, seed, isFirst: index === 0, gaps, links })
    }),
  )
}

function measureSeries(
  { kept, filled, widths }: Trial,
  place: number,
  hidden: TimeSeries,
  {
    methods,
    seed,
    isFirst,
    gaps,
    links,
  }: {
    readonly methods: readonly string[]
    readonly seed: number
    readonly isFirst: boolean
    readonly gaps: readonly Uint8Array[]
    readonly links: BoundsOfChannels | undefined
  },
): Measured[] {
  if (hidden.channels.every(({ times }) => times.length === 0)) return []
  const { times, missing } = rowsOf(kept[place]!)
  const rowOf = new Map(Array.from(times, (time, row) => [time, row]))
  return hidden.channels.flatMap(({ times: own, values }, channel) => {
    if (own.length === 0) return []
    const lengths = gapLengths(missing[channel]!)
    const distances = distancesToKnown(missing[channel]!)
    // What was filled is on the merged times of the series, as rows are.
    const columns = methods.map((method) => filled.get(method)![place]!.channels[channel]!.values)
    return Array.from(own, (time, entry): Measured => {
      const row = rowOf.get(time)!
      const raw = columns.map((column) => column[row]!)
      return {
        channel,
        length: lengthOf(lengths[row]!),
        isFirst,
        part: partOf(hidden.id, gaps[channel]!, row, seed),
        distance: distances[row]!,
        actual: values[entry]!,
        predicted: links === undefined ? raw : raw.map(links[channel]!.toBounded),
        raw,
        widths: methods.map((method) => {
          const own = widths.get(method)?.[place]
          return own === undefined ? null : { below: own.below[channel]![row]!, above: own.above[channel]![row]! }
        }),
      }
    })
  })
}

/** The part of the gap that a row is in. */
function partOf(id: string, missing: Uint8Array, row: number, seed: number): Part {
  let start = row
  while (missing[start - 1] === 1) start--
  if (createRandom(seed, 'half', id, start).integer(2) === 0) return 'choosing'
  return createRandom(seed, 'part', id, start).uniform() < CALIBRATING ? 'calibrating' : 'reporting'
}

/** By channel, and by length of gap. */
export function compare(measured: readonly Measured[], channels: number, methods: number): ChannelErrors[] {
  return Array.from({ length: channels }, (_, channel) => {
    const all = measured.filter((value) => value.channel === channel)
    const byGap = Array.from({ length: GAP_LENGTHS }, (_, length) => length).flatMap((length) => {
      const own = all.filter((value) => value.length === length)
      return own.length === 0 ? [] : [{ length, rows: nameOfLength(length), ...errorsOf(own, methods) }]
    })
    const first = all.filter(({ isFirst }) => isFirst)
    return { ...errorsOf(first, methods), byGap: byGap.length > 1 ? byGap : [] }
  })
}

/** The errors of all methods on the same values. */
export function errorsOf(values: readonly Measured[], methods: number): MethodErrors {
  const byFirst = values.filter(({ predicted }) => Number.isFinite(predicted[0]))
  const common = byFirst.length === 0 ? values : byFirst
  const actual = common.map((value) => value.actual)
  const errors = Array.from({ length: methods }, (_, method) => {
    const predicted = common.map((value) => value.predicted[method]!)
    return predicted.length > 0 && predicted.every(Number.isFinite)
      ? regressionMetrics(predicted, actual).rmse
      : Number.NaN
  })
  return { count: byFirst.length, unfilled: values.length - byFirst.length, errors }
}

/** The method of the least error; null where there is none. */
export function bestOf(errors: readonly number[]): number | null {
  let best: number | null = null
  errors.forEach((error, method) => {
    if (Number.isFinite(error) && (best === null || error < errors[best]!)) best = method
  })
  return best
}
