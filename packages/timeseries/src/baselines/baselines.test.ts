import { createRandom } from '@romae/internal/random'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baselines, climatology, kalman, lastValue, linear, linearInterpolation, nearestRows } from '../baselines.ts'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'

const gap = Number.NaN
const count = (length: number) => Array.from({ length }, (_, index) => index)
const valuesOf = ({ channels }: TimeSeries) => channels.map(({ values }) => [...values])
const fillBy = (method: typeof linear, series: TimeSeries, training: readonly TimeSeries[] = [series]) =>
  valuesOf(method.fit(training).fill(series))
const named = baselines.map((method) => [method.name, method] as const)

describe('linear interpolation', () => {
  it('is between neighbours in time, and holds the ends', () => {
    const observed = { times: Float64Array.of(0, 2, 4), values: Float64Array.of(1, 3, 2) }
    expect([...linearInterpolation(observed, Float64Array.of(-1, 1, 3.5, 9))]).toEqual([1, 2, 2.25, 2])
    const series = fromGrid({ id: 'a', values: [[gap, 1, gap, 4, gap]], times: [0, 1, 3, 4, 9] })
    expect(fillBy(linear, series)).toEqual([[1, 1, 3, 4, 4]])
  })
})

describe('the last value', () => {
  it('is carried forward, and the first one backward', () => {
    const series = fromGrid({ id: 'a', values: [[gap, 1, gap, gap, 3, gap], count(6).map(() => gap)] })
    expect(fillBy(lastValue, series)).toEqual([[1, 1, 1, 1, 3, 3], count(6).map(() => gap)])
  })
})

describe('climatology', () => {
  const days = count(1461)
  const season = (day: number, level: number) => level + 10 * Math.cos((2 * Math.PI * day) / 365.2425)
  const at = (id: string, level: number) => ({
    ...fromGrid({ id, values: [days.map((day) => season(day, level))] }),
    timeUnit: 'days',
  })

  it('is the season of each series', () => {
    const training = [at('north', 0), at('south', 30)]
    const fitted = climatology.fit(training)
    for (const [id, level] of [
      ['north', 0],
      ['south', 30],
      ['unknown', 15],
    ] as const) {
      const [filled] = valuesOf(
        fitted.fill({ ...fromGrid({ id, values: [[gap, gap]], times: [2000, 2100] }), timeUnit: 'days' }),
      )
      expect(Math.abs(filled![0]! - season(2000, level))).toBeLessThan(0.5)
      expect(Math.abs(filled![1]! - season(2100, level))).toBeLessThan(0.5)
    }
  })

  it('is the level of times that are not dated', () => {
    const series = fromGrid({ id: 'a', values: [[4, 4, gap, 4, 5, 4]] })
    expect(fillBy(climatology, series)[0]![2]).toBeCloseTo(4.17, 1)
  })
})

describe('nearest rows', () => {
  it('are those that are alike in what both have', () => {
    const values = count(400).map((row) => [row % 20, 100 - (row % 20)])
    const columns = [0, 1].map((channel) => values.map((row) => row[channel]!))
    columns[1]![205] = gap
    columns[0]![300] = gap
    columns[1]![300] = gap
    const [first, second] = fillBy(nearestRows, fromGrid({ id: 'a', values: columns }))
    expect(second![205]).toBeCloseTo(100 - (205 % 20), 9)
    // Nothing to compare: the mean.
    expect(first![300]).toBeCloseTo(9.5, 1)
  })
})

describe('the Kalman smoother', () => {
  /** Two channels, the second one step behind the first, with noise; a third of both is missing. */
  function coupled(seed: number, rows: number) {
    const random = createRandom(seed, 'coupled')
    const truth = [new Array<number>(rows), new Array<number>(rows)]
    let [one, other] = [0, 0]
    for (const row of count(rows)) {
      ;[one, other] = [0.8 * one + random.normal(), 0.9 * one + 0.1 * random.normal()]
      truth[0]![row] = 50 + 3 * one
      truth[1]![row] = other
    }
    const values = truth.map((column) => column.map((value) => (random.uniform() < 0.33 ? gap : value)))
    return { truth, series: fromGrid({ id: 'coupled', values }) }
  }
  const errorOf = (filled: number[][], { truth, series }: ReturnType<typeof coupled>, channel: number) => {
    const missing = count(truth[0]!.length).filter((row) => Number.isNaN(series.channels[channel]!.values[row]!))
    const squares = missing.map((row) => (filled[channel]![row]! - truth[channel]![row]!) ** 2)
    return Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length)
  }

  it('takes from other channels, and from both sides', () => {
    const data = coupled(1, 1500)
    const own = fillBy(kalman, data.series)
    const straight = fillBy(linear, data.series)
    for (const channel of [0, 1]) {
      expect(errorOf(own, data, channel)).toBeLessThan(0.7 * errorOf(straight, data, channel))
    }
  })

  it('says how far off it may be', () => {
    const data = coupled(2, 1500)
    const fitted = kalman.fit([data.series])
    const { filled, deviations } = fitted.fillWithDeviations(data.series)
    const alone = fitted.fill(data.series).channels[0]!.values
    filled.channels[0]!.values.forEach((value, row) => {
      expect(alone[row]).toBeCloseTo(value, 9)
    })
    for (const channel of [0, 1]) {
      const scores: number[] = []
      data.truth[channel]!.forEach((value, row) => {
        const deviation = deviations[channel]![row]!
        const isKnown = !Number.isNaN(data.series.channels[channel]!.values[row]!)
        if (isKnown) expect(deviation).toBe(0)
        else scores.push((filled.channels[channel]!.values[row]! - value) / deviation)
      })
      const spread = Math.sqrt(scores.reduce((sum, score) => sum + score ** 2, 0) / scores.length)
      expect(spread).toBeGreaterThan(0.85)
      expect(spread).toBeLessThan(1.2)
    }
  })

  it.each<[string, (row: number) => number]>([
    ['of which rows are not there', (row) => row + 3 * Math.floor(row / 7)],
    ['that are irregular', (row) => row + 0.45 * Math.sin(row * row)],
    ['in months', (row) => Math.round((Date.UTC(1960, row, 1) / 86_400_000) * 24) / 24],
    ['in bursts', (row) => Math.floor(row / 50) * 1e6 + (row % 50)],
  ])('does for times %s', (name, timeOf) => {
    const random = createRandom(4)
    const times = count(600).map(timeOf)
    const level = (time: number) => Math.sin(time / 6) + Math.cos(time / 17)
    // What goes on from month to month, or from value to value, does so whatever the calendar says.
    const truth = times.map((time, row) => level(name.endsWith('months') || name.endsWith('bursts') ? row : time))
    const values = truth.map((value) => (random.uniform() < 0.3 ? gap : value))
    const [filled] = fillBy(kalman, fromGrid({ id: 'a', values: [values], times }))
    const missing = count(600).filter((row) => Number.isNaN(values[row]!))
    const squares = missing.map((row) => (filled![row]! - truth[row]!) ** 2)
    expect(Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length)).toBeLessThan(0.35)
  })

  it('fills no rain below nothing, and is not led by a mistyped value', () => {
    const random = createRandom(5)
    const rain = count(800).map((row) => (row % 9 === 4 ? gap : random.uniform() < 0.7 ? 0 : 10 * random.uniform()))
    const wild = count(800).map((row) => (row === 400 ? 1e12 : row % 10 === 1 ? gap : Math.sin(row / 5)))
    const [first, second] = fillBy(kalman, fromGrid({ id: 'a', values: [rain, wild] }))
    expect(Math.min(...first!)).toBe(0)
    second!.forEach((value, row) => {
      if (row !== 400) expect(Math.abs(value)).toBeLessThan(8)
    })
  })

  it('simulates series of the same kind: other values at the same times, gaps where they were', () => {
    const random = createRandom(5)
    const rain = count(800).map((row) => (row % 9 === 4 ? gap : random.uniform() < 0.7 ? 0 : 10 * random.uniform()))
    const series = fromGrid({ id: 'a', values: [rain, rain.map((value, row) => value + Math.sin(row / 5))] })
    const { simulate } = kalman.fit([series])
    const [one, again, other] = [1, 1, 2].map((seed) => valuesOf(simulate(series, seed))) as [
      number[][],
      number[][],
      number[][],
    ]
    expect(one).toEqual(again)
    expect(one).not.toEqual(other)
    const missing = (values: readonly number[][]) => values.map((own) => own.map(Number.isNaN))
    expect(missing(one)).toEqual(missing(valuesOf(series)))
    const known = (values: readonly number[]) => values.filter((value) => !Number.isNaN(value))
    expect(Math.min(...known(one[0]!))).toBe(0)
  })

  it('takes short series together, and series of their own apart', () => {
    const long = coupled(6, 700)
    const other = { ...coupled(7, 700).series, id: 'other' }
    const raised = {
      ...other,
      channels: other.channels.map((channel) => ({ ...channel, values: channel.values.map((v) => v + 1000) })),
    }
    const filled = kalman.fit([long.series, raised])
    expect(Math.abs(valuesOf(filled.fill(long.series))[0]!.at(-1)! - 50)).toBeLessThan(20)
    const short = count(60).map((index) => ({ ...coupled(100 + index, 20).series, id: `short ${index}` }))
    const pooled = kalman.fit(short)
    for (const one of short)
      for (const column of valuesOf(pooled.fill(one))) expect(column.every(Number.isFinite)).toBe(true)
  })

  it('does for long and for wide series', () => {
    const random = createRandom(8)
    const long = fromGrid({
      id: 'long',
      values: [0, 1, 2].map(() => count(100_000).map((row) => (row % 3 === 0 ? gap : random.normal()))),
    })
    expect(fillBy(kalman, long).every((column) => column.every(Number.isFinite))).toBe(true)
    const wide = fromGrid({
      id: 'wide',
      values: count(40).map(() => count(150).map(() => (random.uniform() < 0.5 ? gap : random.normal()))),
    })
    expect(fillBy(kalman, wide).every((column) => column.every(Number.isFinite))).toBe(true)
  }, 60_000)
})

describe.each(named)('%s', (_, method) => {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    { weight: 2, arbitrary: fc.constant(gap) },
  )
  const channel = fc.uniqueArray(fc.double({ min: -1e5, max: 1e5, noNaN: true }), { maxLength: 25 }).chain((times) =>
    fc.array(value, { minLength: times.length, maxLength: times.length }).map((values) => ({
      times: Float64Array.from(times).sort(),
      values: Float64Array.from(values),
    })),
  )
  const series = fc
    .record({
      channels: fc.array(channel, { minLength: 1, maxLength: 3 }),
      timeUnit: fc.constantFrom('days', 'hours', undefined),
    })
    .filter(({ channels }) => channels.some(({ times }) => times.length > 0))
    .map(({ channels, timeUnit }): TimeSeries => ({ id: 'any', channels, ...(timeUnit && { timeUnit }) }))

  it('fills every channel that has a value, and leaves what is known, whatever the series', () => {
    fc.assert(
      fc.property(series, (one) => {
        const { channels } = method.fit([one]).fill(one)
        one.channels.forEach(({ times, values }, index) => {
          const filled = new Map(
            Array.from(channels[index]!.times, (time, row) => [time, channels[index]!.values[row]!]),
          )
          times.forEach((time, entry) => {
            if (!Number.isNaN(values[entry])) expect(filled.get(time)).toBe(values[entry])
          })
          const hasAny = values.some((own) => !Number.isNaN(own))
          if (hasAny) expect([...filled.values()].every(Number.isFinite)).toBe(true)
        })
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  it.each<[string, TimeSeries]>([
    ['one row', fromGrid({ id: 'a', values: [[5], [gap]] })],
    ['one value', fromGrid({ id: 'a', values: [[gap, 5, gap]] })],
    [
      'constant channels',
      fromGrid({ id: 'a', values: [count(50).map((row) => (row % 3 === 0 ? gap : 7)), count(50)] }),
    ],
    ['nothing', fromGrid({ id: 'a', values: [count(9).map(() => gap)] })],
    ['huge values', fromGrid({ id: 'a', values: [count(50).map((row) => (row % 3 === 0 ? gap : row * 1e300))] })],
    ['tiny values', fromGrid({ id: 'a', values: [count(50).map((row) => (row % 3 === 0 ? gap : row * 1e-300))] })],
    [
      'one value among noughts',
      fromGrid({ id: 'a', values: [count(500).map((row) => (row === 250 ? 1e9 : row % 3 === 0 ? gap : 0))] }),
    ],
  ])('does for %s', (_, one) => {
    const filled = valuesOf(method.fit([one]).fill(one))
    one.channels.forEach(({ values }, channel) => {
      const hasAny = values.some((value) => !Number.isNaN(value))
      filled[channel]!.forEach((value, row) => {
        if (hasAny) expect(value).toSatisfy(Number.isFinite)
        if (!Number.isNaN(values[row]!)) expect(value).toBe(values[row])
      })
    })
    if (one.channels[0]!.values[1] === 7) expect(filled[0]).toEqual(count(50).map(() => 7))
  })

  it('refuses times that do not increase', () => {
    const twice = { id: 'twice', channels: [{ times: Float64Array.of(0, 1, 1), values: Float64Array.of(0, 1, 2) }] }
    expect(() => method.fit([twice]).fill(twice)).toThrowRomae('TIMESERIES_TIME_ORDER')
  })
})
