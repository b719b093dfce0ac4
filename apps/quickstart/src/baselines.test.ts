import { linearInterpolation } from 'romae'
import { describe, expect, it } from 'vitest'
import { climatology, lastValue } from './baselines.ts'

const observed = { times: Float64Array.of(0, 2, 4), values: Float64Array.of(1, 3, 2) }
const times = Float64Array.of(-1, 1, 3.5, 9)

describe('baselines', () => {
  it('interpolates between neighbours and holds the ends', () => {
    expect([...linearInterpolation(observed, times)]).toEqual([1, 2, 2.25, 2])
  })

  it('carries the last value forward', () => {
    expect([...lastValue(observed, times)]).toEqual([1, 1, 3, 2])
  })

  it('averages the same season of other years', () => {
    const days = Float64Array.from({ length: 731 }, (_, day) => day)
    const history = { times: days, values: days.map((day) => Math.cos((2 * Math.PI * day) / 365.25)) }
    const [winter, summer] = climatology(history)(observed, Float64Array.of(3 * 365.25, 3.5 * 365.25))
    expect(winter).toBeCloseTo(1, 2)
    expect(summer).toBeCloseTo(-1, 2)
  })
})
