import { median } from '@romae/internal/statistics'
import type { Observed } from './filter.ts'

/** A time from one row to the next may be so much beside a whole number of steps: of months, which have 28 to 31 days. */
const TOLERANCE = 0.15
/** What part of all times from row to row has to fit. */
const MOST_FIT = 0.9
/** Parts of the typical step that truly irregular times are counted in. */
const FINENESS = 4
/** Rows that are not there are gone through in a fit, up to so many; after more, the series begins anew. */
const MOST_ADDED = 24

/** What time is counted in. */
export interface StepSize {
  readonly length: number
  readonly isRegular: boolean
}

/**
 * The step of an autoregression for series at these times: the typical time from row to row, where nearly all are whole
 * multiples of it, as of days of which some are missing. Else a quarter of it: times are rounded to that, which is exact for none, and
 * moves none by more than an eighth of a typical step. Between rows that are many steps apart, the transition is that power of
 * the transition of one step, whatever the times are: all rows see the same process.
 *
 * @param all increasing times of each series
 */
export function stepSizeOf(all: readonly Float64Array[]): StepSize {
  const differences: number[] = []
  for (const times of all) for (let row = 1; row < times.length; row++) differences.push(times[row]! - times[row - 1]!)
  if (differences.length === 0) return { length: 1, isRegular: true }
  const typical = median(differences)
  const fitting = differences.filter((difference) => {
    const steps = difference / typical
    return Math.round(steps) > 0 && Math.abs(steps - Math.round(steps)) <= TOLERANCE
  })
  const isRegular = fitting.length >= MOST_FIT * differences.length
  return { length: isRegular ? typical : typical / FINENESS, isRegular }
}

/** `[row]`: whole steps from the row before; 0 for the first one. */
export function stepsBetween(times: Float64Array, { length, isRegular }: StepSize): Float64Array {
  // Months are no whole multiples of one another: rounded one by one they stay one step each.
  if (isRegular) return times.map((time, row) => (row === 0 ? 0 : Math.round((time - times[row - 1]!) / length)))
  const place = (time: number) => Math.round((time - times[0]!) / length)
  return times.map((time, row) => (row === 0 ? 0 : place(time) - place(times[row - 1]!)))
}

/**
 * The same rows one step apart, with empty ones between; in several pieces where there would be too many. Of rows at one time, the
 * first that has a value of a channel gives it.
 */
export function oneStepApart({ steps, values }: Observed, size: number): Observed[] {
  const pieces: number[][] = []
  steps.forEach((count, row) => {
    const own = Array.from(values.subarray(row * size, (row + 1) * size))
    if (row === 0 || count > MOST_ADDED) {
      pieces.push(own)
      return
    }
    const piece = pieces.at(-1)!
    if (count === 0) {
      const start = piece.length - size
      own.forEach((value, channel) => {
        if (Number.isNaN(piece[start + channel])) piece[start + channel] = value
      })
      return
    }
    for (let added = 1; added < count; added++) for (let channel = 0; channel < size; channel++) piece.push(Number.NaN)
    piece.push(...own)
  })
  return pieces.map((piece) => ({
    steps: new Float64Array(piece.length / size).fill(1),
    values: Float64Array.from(piece),
  }))
}
