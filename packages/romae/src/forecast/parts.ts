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
  /** Methods are chosen on the first, and all errors are of the second; null where nothing is kept from training. */
  readonly tested: { readonly choosing: Part; readonly reporting: Part } | null
}

/**
 * Divides series by time, all at the same: the last rows are kept from training, one half of them to choose a method on, the
 * later half to report on. From each origin there are `horizon` targets, all within their part.
 *
 * @param test fraction of the rows of all series that is kept from training
 * @param longest span from what is known to the last target; origins with a longer one, at a gap of the file, are left out
 * @throws RomaeError `APP_FORECAST_PARTS` where a part has no origin, or nothing is left to train on
 */
export function divideInTime(
  series: readonly TimeSeries[],
  { horizon, test, known }: { readonly horizon: number; readonly test: number; readonly known: readonly string[] },
): Parts {
  if (test === 0) return { kept: series, tested: null }
  const times = Float64Array.from(series.flatMap((one) => [...mergedTimes(one)])).sort()
  const timeAt = (part: number) => times[Math.min(times.length - 1, Math.floor(part * times.length))]!
  const [first, second] = [timeAt(1 - test), timeAt(1 - test / 2)]
  const kept = series.map((one) => sliceTime(one, { to: first }))
  const partOf = (name: string, from: number, to: number | null) => {
    const all = (every: number) =>
      series.flatMap((one) =>
        rollingOrigins(one, { horizon, from, ...(to !== null && { to }), every, known: [...known] }),
      )
    const every = Math.max(1, Math.ceil(all(1).length / MOST_ORIGINS))
    const origins = all(every)
    if (origins.length === 0)
      throw errors.APP_FORECAST_PARTS({ part: name, rows: rowsBetween(times, from, to ?? Infinity), horizon, test })
    return { origins, every, from }
  }
  const choosing = partOf('to choose a method on', first, second)
  const reporting = partOf('to report errors of', second, null)
  return { kept: kept.filter(hasValues), tested: { choosing, reporting } }
}

function hasValues({ channels }: TimeSeries): boolean {
  return channels.some(({ values }) => values.some((value) => !Number.isNaN(value)))
}

function rowsBetween(times: Float64Array, from: number, to: number): number {
  return new Set(times.filter((time) => time >= from && time < to)).size
}
