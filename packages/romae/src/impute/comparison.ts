import { createRandom } from '@romae/core'
import { gapLengths, rowsOf, type TimeSeries } from '@romae/timeseries'
import { regressionMetrics } from '@romae/trainer/node'
import { GAP_LENGTHS, lengthOf, nameOfLength } from './gap-lengths.ts'
import type { HeldOut } from './hold-out.ts'

/** What was held out, and what stood there after filling. */
export interface Trial extends HeldOut {
  /** By method: all series, each on its merged times. */
  readonly filled: ReadonlyMap<string, readonly TimeSeries[]>
}

/** A held-out value, and what each method filled in. */
export interface Measured {
  readonly channel: number
  /** Of the gap that it lay in, as `lengthOf` has it. */
  readonly length: number
  /** Whether it belongs to what every channel's own figure is of: not to gaps that were made longer afterwards. */
  readonly isFirst: boolean
  /** Methods are chosen on one half, and their errors reported on the other: gaps are in one of them, with all channels. */
  readonly half: 0 | 1
  readonly actual: number
  /** By method, in order; NaN where it filled nothing. */
  readonly predicted: readonly number[]
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

/** @param methods names, in the order of predictions: the model first */
export function measure(trials: readonly Trial[], methods: readonly string[], seed: number): Measured[] {
  return trials.flatMap((trial, index) =>
    trial.hidden.flatMap((hidden, place) => measureSeries(trial, place, hidden, methods, seed, index === 0)),
  )
}

function measureSeries(
  { kept, filled }: Trial,
  place: number,
  hidden: TimeSeries,
  methods: readonly string[],
  seed: number,
  isFirst: boolean,
): Measured[] {
  if (hidden.channels.every(({ times }) => times.length === 0)) return []
  const { times, missing } = rowsOf(kept[place]!)
  const rowOf = new Map(Array.from(times, (time, row) => [time, row]))
  return hidden.channels.flatMap(({ times: own, values }, channel) => {
    if (own.length === 0) return []
    const lengths = gapLengths(missing[channel]!)
    // What was filled is on the merged times of the series, as rows are.
    const columns = methods.map((method) => filled.get(method)![place]!.channels[channel]!.values)
    return Array.from(own, (time, entry): Measured => {
      const row = rowOf.get(time)!
      let start = row
      while (missing[channel]![start - 1] === 1) start--
      return {
        channel,
        length: lengthOf(lengths[row]!),
        isFirst,
        half: createRandom(seed, 'half', hidden.id, start).integer(2) === 0 ? 0 : 1,
        actual: values[entry]!,
        predicted: columns.map((column) => column[row]!),
      }
    })
  })
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
