import { firstIndexFrom } from '../series/slice-time.ts'
import { channelMethod } from './channel-method.ts'
import { observedOf } from './fill-rows.ts'

/** Observations of one channel, in order of time. */
export interface Observations {
  readonly times: Float64Array
  readonly values: Float64Array
}

/** The straight line in time between the neighbours on both sides. */
export const linear = channelMethod('linear', 'linear interpolation', (channel) =>
  linearInterpolation(observedOf(channel), channel.times),
)

/** The straight line between the nearest observations on both sides; beyond the ends, the nearest one. NaN without any. */
export function linearInterpolation(observed: Observations, times: Float64Array): Float64Array {
  return times.map((time) => {
    const after = firstIndexFrom(observed.times, time)
    if (after === observed.times.length) return observed.values.at(-1) ?? Number.NaN
    if (after === 0) return observed.values[0]!
    const [t0, t1] = [observed.times[after - 1]!, observed.times[after]!]
    const [v0, v1] = [observed.values[after - 1]!, observed.values[after]!]
    return v0 + ((v1 - v0) * (time - t0)) / (t1 - t0)
  })
}
