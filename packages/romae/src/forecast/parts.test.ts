import { fromGrid } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { divideInTime } from './parts.ts'
import { forecastTrainingSet } from './training-set.ts'

const count = (length: number) => Array.from({ length }, (_, index) => index)
const series = [
  fromGrid({ id: 'a', values: [count(100)] }),
  fromGrid({ id: 'b', values: [count(100).map((row) => -row)], times: count(100).map((row) => row + 0.5) }),
]

describe('parts of a file in time', () => {
  it('see nothing of what comes after them', () => {
    const { kept, tested } = divideInTime(series, { horizon: 4, test: 0.2, known: [] })
    const { choosing, calibrating, reporting } = tested!
    const last = Math.max(...kept.map(({ channels }) => channels[0]!.times.at(-1)!))
    expect(last).toBe(79.5)
    // From each of two series 4 of 6 or 7 rows, 4 or 3 times.
    for (const [part, from, to, origins] of [
      [choosing, 80, 86, 7],
      [calibrating!, 86.5, 92.5, 7],
      [reporting, 93, 99.5, 8],
    ] as const) {
      expect(part.origins).toHaveLength(origins)
      for (const { series: past, at } of part.origins) {
        expect(at[0]).toBeGreaterThanOrEqual(from)
        expect(at.at(-1)).toBeLessThanOrEqual(to)
        expect(past.channels[0]!.times.at(-1)).toBe(at[0]! - 1)
      }
    }
    expect(divideInTime(series, { horizon: 4, test: 0, known: [] })).toEqual({ kept: series, tested: null })
  })

  it('are halves that calibrate nothing where a third has no room for the horizon', () => {
    const { choosing, calibrating, reporting } = divideInTime(series, { horizon: 8, test: 0.2, known: [] }).tested!
    expect([choosing.origins.length, calibrating, reporting.origins.length]).toEqual([6, null, 6])
    expect([choosing.origins[0]!.at[0], reporting.origins[0]!.at[0]]).toEqual([80, 90])
  })

  it('calibrate and report in turn, in blocks of three horizons or more that share no target', () => {
    const long = [fromGrid({ id: 'long', values: [count(1000)] })]
    const { choosing, calibrating, reporting } = divideInTime(long, { horizon: 5, test: 0.3, known: [] }).tested!
    const targetsOf = (part: typeof reporting) => [...new Set(part.origins.flatMap(({ at }) => [...at]))]
    const [chosen, calibrated, reported] = [choosing, calibrating!, reporting].map(targetsOf)
    expect([chosen![0], chosen!.at(-1)]).toEqual([700, 799])
    expect([...chosen!, ...calibrated!, ...reported!].sort((a, b) => a - b)).toEqual(count(300).map((row) => 700 + row))
    // Eight blocks of 25 rows.
    const starts = (targets: readonly number[]) => targets.filter((row) => !targets.includes(row - 1))
    expect([starts(calibrated!), starts(reported!)]).toEqual([
      [800, 850, 900, 950],
      [825, 875, 925, 975],
    ])
  })

  it('have at most so many origins, and at least one', () => {
    const long = [fromGrid({ id: 'long', values: [count(20_000)] })]
    const { choosing, reporting } = divideInTime(long, { horizon: 1, test: 0.2, known: [] }).tested!
    expect([choosing.every, choosing.origins.length, reporting.origins.length]).toEqual([7, 191, 192])
    expect(() => divideInTime(series, { horizon: 11, test: 0.2, known: [] })).toThrowRomae('APP_FORECAST_PARTS', {
      rows: 20,
      horizon: 11,
    })
  })
})

describe('what is trained to forecast', () => {
  const asked = {
    horizon: 8,
    window: null,
    timeUnit: null,
    maskRatio: null,
    maskRatioUpTo: null,
    known: [],
    estimate: 'none' as const,
  }

  it('has windows of four horizons, of which one to two are masked', () => {
    const set = forecastTrainingSet(series, asked)
    expect(set).toMatchObject({ window: 32, maskRatio: 0.25, maskRatioUpTo: 0.5, longest: 16 })
    expect(set.samples.every(({ channels }) => channels[0]!.times.length <= 32)).toBe(true)
    const many = [fromGrid({ id: 'many', values: count(100).map(() => count(1000)) })]
    expect(forecastTrainingSet(many, { ...asked, horizon: 50 })).toMatchObject({
      window: 100,
      maskRatio: 0.5,
      longest: 75,
    })
    expect(forecastTrainingSet(series, { ...asked, horizon: 1 })).toMatchObject({ window: 32, longest: 2 })
  })

  it('refuses a window that leaves nothing known before the forecast', () => {
    expect(() => forecastTrainingSet(series, { ...asked, window: 15 })).toThrowRomae('APP_WINDOW', { window: 15 })
  })
})
