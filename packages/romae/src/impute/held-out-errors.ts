import { gapLengths, rowsOf, type TimeSeries } from '@romae/timeseries'
import { linearInterpolation } from '@romae/timeseries/baselines'
import { regressionMetrics } from '@romae/trainer/node'
import type { HeldOut } from './hold-out.ts'

/** What was held out, and what stood there after filling. */
export interface Trial extends HeldOut {
  readonly filled: readonly TimeSeries[]
}

/** The error on some held-out values, in the channel's own unit. */
export interface FillingError {
  /** Values that were filled: on these both errors are. */
  readonly count: number
  /** Values that stayed empty. */
  readonly unfilled: number
  readonly romae: number
  readonly linear: number
}

/** One channel's error on held-out values. */
export interface HeldOutError extends FillingError {
  /** By the length of the gap that a value lay in; empty where all were alike. */
  readonly byGap: readonly (FillingError & { readonly rows: string })[]
}

interface Filled {
  readonly actual: number
  readonly romae: number
  readonly linear: number
  /** The power of two in the length of its gap, in rows. */
  readonly level: number
}

/**
 * The error on held-out values, by channel, beside linear interpolation's.
 *
 * @param trials the first decides the figure of a channel; by length of gap all of them count
 */
export function heldOutErrors(trials: readonly Trial[]): HeldOutError[] {
  return trials[0]!.kept[0]!.channels.map((_, channel) => {
    const [first, ...others] = trials.map((trial) => valuesOf(trial, channel))
    const all = [...first!, ...others.flat()]
    const levels = [...new Set(all.map(({ level }) => level))].sort((a, b) => a - b)
    const byGap = levels.map((level) => ({
      rows: nameOf(level),
      ...errorOf(all.filter((value) => value.level === level)),
    }))
    return { ...errorOf(first!), byGap: byGap.length > 1 ? byGap : [] }
  })
}

function valuesOf({ kept, hidden, filled }: Trial, channel: number): Filled[] {
  return hidden.flatMap((one, index) => {
    const { times, values } = one.channels[channel]!
    if (times.length === 0) return []
    const complete = filled[index]!.channels[channel]!
    const places = new Map(Array.from(complete.times, (time, place) => [time, place]))
    const rows = rowsOf(kept[index]!)
    const rowOf = new Map(Array.from(rows.times, (time, row) => [time, row]))
    const lengths = gapLengths(rows.missing[channel]!)
    const linear = linearInterpolation(observedOf(kept[index]!, channel), times)
    return Array.from(times, (time, place) => ({
      actual: values[place]!,
      romae: complete.values[places.get(time)!]!,
      linear: linear[place]!,
      level: Math.floor(Math.log2(lengths[rowOf.get(time)!]!)),
    }))
  })
}

function errorOf(values: readonly Filled[]): FillingError {
  const filled = values.filter(({ romae }) => Number.isFinite(romae))
  const count = filled.length
  const unfilled = values.length - count
  if (count === 0) return { count, unfilled, romae: Number.NaN, linear: Number.NaN }
  const actual = filled.map((value) => value.actual)
  // There is no line through a channel of which a series has no value left.
  const error = (predicted: readonly number[]) =>
    predicted.every(Number.isFinite) ? regressionMetrics(predicted, actual).rmse : Number.NaN
  const romae = error(filled.map((value) => value.romae))
  return { count, unfilled, romae, linear: error(filled.map((value) => value.linear)) }
}

/** `1`, `2–3`, `4–7`, … */
function nameOf(level: number): string {
  return level === 0 ? '1' : `${2 ** level}–${2 ** (level + 1) - 1}`
}

function observedOf(series: TimeSeries, channel: number) {
  const { times, values } = series.channels[channel]!
  const known = [...values.keys()].filter((index) => !Number.isNaN(values[index]!))
  return {
    times: Float64Array.from(known, (index) => times[index]!),
    values: Float64Array.from(known, (index) => values[index]!),
  }
}
