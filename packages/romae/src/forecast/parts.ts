import { mergedTimes, type Origin, rollingOrigins, sliceTime, type TimeSeries } from '@romae/timeseries'
import { errors } from '../errors.ts'

/** Origins of a part, at most; of more, so many are spread evenly. */
const MOST_ORIGINS = 200

/** A part of the file that is forecast from many origins. */
export interface Part {
  readonly origins: readonly Origin[]
  /** Rows from one origin to the next. */
  readonly every: number
  /** The first target is not before this time. */
  readonly from: number
}

/** A file divided by time: nothing of a later part is seen by an earlier one. */
export interface Parts {
  /** What is trained on: all that is before the first target. */
  readonly kept: readonly TimeSeries[]
  /** Null where nothing is kept from training. */
  readonly tested: TestedParts | null
}

/** Parts for three things, in order of time; no value is in two of them. */
export interface TestedParts {
  /** On these origins methods are chosen. */
  readonly choosing: Part
  /** Intervals are made from these; null where three parts would be too short. */
  readonly calibrating: Part | null
  /** All that is said of errors and intervals is of these, the last ones. */
  readonly reporting: Part
}

/**
 * Divides series by time, all at the same: the last rows are kept from training, a third of them to choose a method on, a third
 * to calibrate intervals on, the last third to report on. From each origin there are `horizon` targets, all within their part. Where a
 * third has no room for them, halves choose and report, and nothing is calibrated.
 *
 * @param test fraction of the rows of all series that is kept from training
 * @throws RomaeError `APP_FORECAST_PARTS` where a part has no origin, or nothing is left to train on
 */
export function divideInTime(
  series: readonly TimeSeries[],
  { horizon, test, known }: { readonly horizon: number; readonly test: number; readonly known: readonly string[] },
): Parts {
  if (test === 0) return { kept: series, tested: null }
  const times = Float64Array.from(series.flatMap((one) => [...mergedTimes(one)])).sort()
  const timeAt = (part: number) => times[Math.min(times.length - 1, Math.floor(part * times.length))]!
  const first = timeAt(1 - test)
  const kept = series.map((one) => sliceTime(one, { to: first })).filter(hasValues)
  const partOf = (from: number, to: number): Part => {
    const all = (every: number) =>
      series.flatMap((one) =>
        rollingOrigins(one, { horizon, from, ...(to < Infinity && { to }), every, known: [...known] }),
      )
    const every = Math.max(1, Math.ceil(all(1).length / MOST_ORIGINS))
    return { origins: all(every), every, from }
  }
  const [second, third, half] = [timeAt(1 - (2 * test) / 3), timeAt(1 - test / 3), timeAt(1 - test / 2)]
  const [choosing, calibrating, reporting] = [partOf(first, second), partOf(second, third), partOf(third, Infinity)]
  if ([choosing, calibrating, reporting].every(({ origins }) => origins.length > 0)) {
    return { kept, tested: { choosing, calibrating, reporting } }
  }
  const required = (name: string, from: number, to: number) => {
    const part = partOf(from, to)
    if (part.origins.length > 0) return part
    throw errors.APP_FORECAST_PARTS({ part: name, rows: rowsBetween(times, from, to), horizon, test })
  }
  return {
    kept,
    tested: {
      choosing: required('to choose a method on', first, half),
      calibrating: null,
      reporting: required('to report errors of', half, Infinity),
    },
  }
}

function hasValues({ channels }: TimeSeries): boolean {
  return channels.some(({ values }) => values.some((value) => !Number.isNaN(value)))
}

function rowsBetween(times: Float64Array, from: number, to: number): number {
  return new Set(times.filter((time) => time >= from && time < to)).size
}
