import { errors } from '../errors.ts'
import type { TimeScale } from './options.ts'

/**
 * The positions of increasing times: `(time − origin) / unit`, rounded to 32 bits.
 *
 * @param first what `origin: 'first'` stands for
 * @throws TIMESERIES_TIME_RESOLUTION when two times become one, or a time does not fit
 */
export function timePositions(
  times: Float64Array,
  first: number,
  { unit, origin }: Required<TimeScale>,
  id: string,
): Float32Array {
  const offset = origin === 'first' ? first : origin === 'zero' ? 0 : origin
  const positions = Float32Array.from(times, (time) => (time - offset) / unit)
  positions.forEach((position, index) => {
    if (!Number.isFinite(position) || (index > 0 && position <= positions[index - 1]!)) {
      throw errors.TIMESERIES_TIME_RESOLUTION({ id, time: times[index]!, position, unit, origin })
    }
  })
  return positions
}

/** The time of a position; from 0 on where the origin was the series' first time, which tokens do not hold. */
export function timeOf(position: number, { unit, origin }: Required<TimeScale>): number {
  return position * unit + (typeof origin === 'number' ? origin : 0)
}
