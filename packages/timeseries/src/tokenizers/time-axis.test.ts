import { caught } from '@romae/internal/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timePositions } from './time-axis.ts'

const positions = (times: readonly number[], unit = 1, origin: 'first' | 'zero' | number = 'first') =>
  timePositions(Float64Array.from(times), times[0]!, { unit, origin }, { id: 'a', channels: [] })

describe('timePositions', () => {
  it('are times from the origin, in units', () => {
    expect([...positions([10, 12, 15], 2)]).toEqual([0, 1, 2.5])
    expect([...positions([10, 12, 15], 1, 'zero')]).toEqual([10, 12, 15])
    expect([...positions([10, 12, 15], 1, 12)]).toEqual([-2, 0, 3])
  })

  it('keep the order of times that 32 bits cannot tell apart, where that is next to nothing', () => {
    for (const start of [-3e5, 0, 1, 3e5]) {
      const times = [start, start + 1e-9, start + 2e-9, start + 1]
      const got = positions(times, 1, 'zero')
      for (let index = 1; index < 4; index++) expect(got[index]).toBeGreaterThan(got[index - 1]!)
      for (const [index, time] of times.entries()) expect(Math.abs(got[index]! - time)).toBeLessThan(0.1)
    }
  })

  it('increase and lie near their times, or are an error', () => {
    const steps = fc.array(
      fc.oneof(fc.double({ min: 1e-9, max: 1e-3, noNaN: true }), fc.double({ min: 1, max: 1e9, noNaN: true })),
    )
    fc.assert(
      fc.property(steps, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (all, unit) => {
        let now = 0
        const times = [0, ...all.map((step) => (now += step))].filter((time, index, list) => time !== list[index - 1])
        let got: Float32Array
        try {
          got = positions(times, unit)
        } catch (error) {
          expect((error as { code: string }).code).toBe('TIMESERIES_TIME_RESOLUTION')
          return
        }
        times.forEach((time, index) => {
          if (index > 0) expect(got[index]).toBeGreaterThan(got[index - 1]!)
          expect(Math.abs(got[index]! - time / unit)).toBeLessThanOrEqual(Math.max(0.1, 1e-7 * (time / unit)))
        })
      }),
    )
  })

  it('name the longest step where they are an error: there a time may be mistyped', async () => {
    const error = await caught(() => positions([0, 3e8, 3e8 + 1, 3e8 + 2]))
    expect(error).toMatchObject({ fields: { id: 'a', time: 3e8 + 1, from: 0, to: 3e8 } })
  })

  it.each([
    [[1.7e9, 1.7e9 + 1], 1, 'zero'],
    [[0, 3e8, 3e8 + 1], 1, 'first'],
    [[0, 1e300], 1e-3, 'first'],
  ] as const)('of %j in units of %d from %s are an error', async (times, unit, origin) => {
    await expect(async () => positions(times, unit, origin)).rejects.toThrowRomae('TIMESERIES_TIME_RESOLUTION')
  })
})
