import { errors } from '../errors.ts'
import { calendarStart } from '../series/calendar-start.ts'
import type { TimeSeries } from '../series/series.ts'
import type { TimeScale } from './options.ts'

/** How far, in units, a position may lie from where its time is: less than what a model can tell apart. */
const TOLERANCE = 0.1

/**
 * The positions of increasing times: `(time − origin) / unit`, rounded to 32 bits. Times so close together that they would
 * become one position keep their order: the later one gets the next number that 32 bits have.
 *
 * @param first what `origin: 'first'` stands for
 * @throws RomaeError `TIMESERIES_TIME_RESOLUTION` where that is a tenth of a unit or more beside its time, or a time
 * does not fit
 */
export function timePositions(
  times: Float64Array,
  first: number,
  { unit, origin }: Required<TimeScale>,
  series: TimeSeries,
): Float32Array {
  // A time that is asked for counts from 0 or 1970, the times of the series perhaps from elsewhere.
  const start = origin === 'first' ? 0 : calendarStart(series)
  const offset = origin === 'first' ? first : (origin === 'zero' ? 0 : origin) - start
  const exact = times.map((time) => (time - offset) / unit)
  const positions = Float32Array.from(exact)
  positions.forEach((rounded, index) => {
    const isLater = index === 0 || rounded > positions[index - 1]!
    const position = isLater ? rounded : nextAbove(positions[index - 1]!)
    if (!Number.isFinite(position) || (!isLater && Math.abs(position - exact[index]!) >= TOLERANCE)) {
      const time = times[index]!
      throw errors.TIMESERIES_TIME_RESOLUTION({
        id: series.id,
        time,
        position: rounded,
        unit,
        origin,
        ...longestStep(times),
      })
    }
    positions[index] = position
  })
  return positions
}

/** Where the times are farthest apart: there one may be mistyped. */
function longestStep(times: Float64Array): { readonly from: number; readonly to: number } {
  let at = 0
  for (let index = 1; index < times.length - 1; index++) {
    if (times[index + 1]! - times[index]! > times[at + 1]! - times[at]!) at = index
  }
  return { from: times[at]!, to: times[at + 1] ?? times[at]! }
}

/** The least number of 32 bits above one. */
function nextAbove(position: number): number {
  // As integers, the bits of floating-point numbers of one sign are in the order of their sizes.
  const bits = new Int32Array(Float32Array.of(position === 0 ? 0 : position).buffer)
  bits[0]! += position < 0 ? -1 : 1
  return new Float32Array(bits.buffer)[0]!
}

/**
 * The time of a position; from 0 on where the origin was the series' first time, which tokens do not hold.
 *
 * @param of the series, where it is at hand: the time is then one of its own
 */
export function timeOf(position: number, { unit, origin }: Required<TimeScale>, of?: TimeSeries): number {
  const own = typeof origin === 'number' ? origin : 0
  if (of === undefined) return position * unit + own
  return position * unit + (origin === 'first' ? firstTime(of) : own - calendarStart(of))
}

/** The first time at which anything is observed. */
export function firstTime({ channels }: TimeSeries): number {
  return Math.min(
    ...channels.map(({ times, values }) => times[values.findIndex((value) => !Number.isNaN(value))] ?? Infinity),
  )
}
