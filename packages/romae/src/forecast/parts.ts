import { mergedTimes, type Origin, rollingOrigins, sliceTime, type TimeSeries } from '@romae/timeseries'
import { errors } from '../errors.ts'

/** Origins of a part, at most; of more, so many are spread evenly. */
const MOST_ORIGINS = 200

/** Blocks that calibrate and report in turn: of a year that has seasons, both see several. A block has so many horizons at least. */
const MOST_BLOCKS = 8
const LEAST_HORIZONS = 3

/** A part of the file that is forecast from many origins. */
export interface Part {
  readonly origins: readonly Origin[]
  /** Rows from one origin to the next. */
  readonly every: number
}

/** A file divided by time: nothing of a later part is seen by an earlier one. */
export interface Parts {
  /** What is trained on: all that is before the first target. */
  readonly kept: readonly TimeSeries[]
  /** Null where nothing is kept from training. */
  readonly tested: TestedParts | null
}

/** Parts for three things: no value is in two of them. What chooses is before the others. */
export interface TestedParts {
  /** On these origins methods are chosen. */
  readonly choosing: Part
  /** Intervals are made from these; null where three parts would be too short. */
  readonly calibrating: Part | null
  /** All that is said of errors and intervals is of these. */
  readonly reporting: Part
}

/**
 * Divides series by time, all at the same: the last rows are kept from training, the first third of them to choose a method on; of the rest
 * blocks calibrate intervals and report in turn. From each origin there are `horizon` targets, all within their block. Where there is no
 * room for them, halves choose and report, and nothing is calibrated.
 *
 * @param test fraction of the rows of all series that is kept from training
 * @throws RomaeError `APP_FORECAST_PARTS` where a part has no origin, or nothing is left to train on
 */
export function divideInTime(
  series: readonly TimeSeries[],
  { horizon, test, known }: { readonly horizon: number; readonly test: number; readonly known: readonly string[] },
): Parts {
  if (test === 0) return { kept: series, tested: null }
  const times = sortedTimes(series)
  const timeAt = (part: number) => times[Math.min(times.length - 1, Math.floor(part * times.length))]!
  const first = timeAt(1 - test)
  const kept = series.map((one) => sliceTime(one, { to: first })).filter(hasValues)
  const partOf = (spans: readonly Span[]) => originsIn(series, spans, { horizon, known, most: MOST_ORIGINS })
  const [second, half] = [timeAt(1 - (2 * test) / 3), timeAt(1 - test / 2)]
  const choosing = partOf([[first, second]])
  const blocks = blocksFrom(timeAt, test, rowsBetween(times, second, Infinity), horizon)
  const [calibrating, reporting] = [0, 1].map((turn) => partOf(blocks.filter((_, index) => index % 2 === turn)))
  if ([choosing, calibrating!, reporting!].every(({ origins }) => origins.length > 0)) {
    return { kept, tested: { choosing, calibrating: calibrating!, reporting: reporting! } }
  }
  const required = (name: string, from: number, to: number) => {
    const part = partOf([[from, to]])
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

/** Times from one on, and before another. */
type Span = readonly [from: number, to: number]

/** Origins whose targets lie within spans, spread evenly where there are more than `most`. */
export function originsIn(
  series: readonly TimeSeries[],
  spans: readonly Span[],
  { horizon, known, most }: { readonly horizon: number; readonly known: readonly string[]; readonly most: number },
): Part {
  const all = (every: number) =>
    spans.flatMap(([from, to]) =>
      series.flatMap((one) =>
        rollingOrigins(one, { horizon, from, ...(to < Infinity && { to }), every, known: [...known] }),
      ),
    )
  const every = Math.max(1, Math.ceil(all(1).length / most))
  return { origins: all(every), every }
}

/** The times of all series together, each as often as series have it. */
export function sortedTimes(series: readonly TimeSeries[]): Float64Array {
  return Float64Array.from(series.flatMap((one) => [...mergedTimes(one)])).sort()
}

/** The last two thirds of the tested rows in blocks of three horizons or more, an even number of them. */
function blocksFrom(timeAt: (part: number) => number, test: number, rows: number, horizon: number): Span[] {
  const fitting = Math.min(MOST_BLOCKS, Math.floor(rows / (LEAST_HORIZONS * horizon)))
  const count = Math.max(2, fitting - (fitting % 2))
  const startOf = (block: number) => timeAt(1 - ((2 * test) / 3) * (1 - block / count))
  return Array.from({ length: count }, (_, block): Span => {
    return [startOf(block), block === count - 1 ? Infinity : startOf(block + 1)]
  })
}

/** Whether anything was observed. */
export function hasValues({ channels }: TimeSeries): boolean {
  return channels.some(({ values }) => values.some((value) => !Number.isNaN(value)))
}

function rowsBetween(times: Float64Array, from: number, to: number): number {
  return new Set(times.filter((time) => time >= from && time < to)).size
}
