import { channelMethod } from './channel-method.ts'

/** The last value carried forward; before the first value, the first one carried backward. */
export const lastValue = channelMethod('last', 'last value', ({ values }) => carriedForward(values))

function carriedForward(values: Float64Array): Float64Array {
  let last = values.find((value) => !Number.isNaN(value)) ?? Number.NaN
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value
    return last
  })
}
