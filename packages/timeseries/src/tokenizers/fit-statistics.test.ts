import { createRandom } from '@romae/internal/random'
import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { observationTokenizer } from './observation.ts'
import { timestepTokenizer } from './timestep.ts'
import type { Transform } from './transform.ts'

const random = createRandom(3)
/** Series of one channel each, with values that `draw` gives. */
function seriesOf(draw: () => number, count = 20, length = 30): TimeSeries[] {
  return Array.from({ length: count }, (_, index) =>
    fromGrid({ id: `s${index}`, values: [Array.from({ length }, draw)] }),
  )
}
/** The series with one value replaced. */
function withValue(series: readonly TimeSeries[], index: number, place: number, value: number): TimeSeries[] {
  const [channel] = series[index]!.channels
  const changed = { ...channel!, name: 'volt', values: channel!.values.with(place, value) }
  return series.map((one, at) => ({
    ...one,
    channels: [at === index ? changed : { ...one.channels[0]!, name: 'volt' }],
  }))
}
const normal = seriesOf(() => random.normal())

describe('fitted statistics that a few values decide', () => {
  it('are a warning with the row', () => {
    const { warnings, options } = timestepTokenizer.fit(withValue(normal, 7, 4, 1e30))
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatchObject({
      channel: 0,
      column: 0,
      few: 1,
      of: 600,
      farthest: [{ id: 's7', time: 4, value: 1e30 }],
      statistics: options.statistics![0]![0],
      robust: { mean: expect.closeTo(0, 0), std: expect.closeTo(1, 0) },
    })
    expect(warnings[0]!.message).toMatch(
      /^channel "volt": 1 of 600 values decide the mean 1\.667e\+27 .* 1e\+30 in series "s7" at time 4; .*"robust"/,
    )
  })

  it.each<[string, () => TimeSeries[]]>([
    ['several', () => [3, 5, 9].reduce((series, index) => withValue(series, index, 2, 400 * index), normal)],
    ['of both signs', () => withValue(withValue(normal, 1, 1, 1e12), 2, 2, -1e12)],
    ['many in a small set', () => [0, 1, 2].reduce((all, at) => withValue(all, 0, at, 1e9), normal.slice(0, 2))],
    [
      'one that is not the constant',
      () =>
        withValue(
          seriesOf(() => 5),
          3,
          8,
          6,
        ),
    ],
    [
      'an eighth value',
      () =>
        withValue(
          seriesOf(() => random.normal(), 1, 8),
          0,
          7,
          1e6,
        ),
    ],
  ])('also where they are %s', (_, make) => {
    for (const factory of [timestepTokenizer, observationTokenizer]) {
      const [warning, ...others] = factory.fit(make()).warnings
      expect(others).toEqual([])
      expect(warning!.farthest.length).toBe(Math.min(3, warning!.few))
    }
  })

  it.each<[string, () => number]>([
    ['normal', () => random.normal()],
    ['uniform', () => random.uniform()],
    ['constant', () => 3],
    ['exponential', () => -Math.log(1 - random.uniform())],
    ['mostly 0, as rain', () => (random.uniform() < 0.6 ? 0 : -4 * Math.log(1 - random.uniform()))],
    ['yes or no', () => Number(random.uniform() < 0.1)],
    ['log-normal', () => Math.exp(random.normal())],
  ])('are not seen where values are %s', (_, draw) => {
    for (let trial = 0; trial < 5; trial++) expect(timestepTokenizer.fit(seriesOf(draw)).warnings).toEqual([])
  })

  it('are looked for in extras and relative values too, by their names', () => {
    const [channel] = normal[0]!.channels
    const errors = channel!.values.map((_, place) => (place === 9 ? 1e20 : 1))
    const series: TimeSeries[] = [{ id: 'with errors', channels: [{ ...channel!, extras: [errors] }] }]
    const { warnings } = timestepTokenizer.fit(series, { relativeValues: true })
    expect(warnings.map(({ column }) => column)).toEqual([1])
    expect(warnings[0]!.message).toMatch(
      /^extra column 1 of channel 0: 1 of 30 values .* 100000000000000000000 in series "with errors" at/,
    )
  })

  it('are of values after the transform, and none with other statistics', () => {
    const cell = withValue(normal, 7, 4, 1e30)
    const transform: Transform[] = ['asinh']
    expect(timestepTokenizer.fit(cell, { transform }).warnings[0]!.farthest[0]!.value).toBeCloseTo(Math.asinh(1e30), 6)
    for (const standardize of ['robust', 'per-series', 'none'] as const) {
      expect(timestepTokenizer.fit(cell, { standardize }).warnings).toEqual([])
    }
  })

  it('are no part of the JSON', () => {
    const fitted = timestepTokenizer.fit(withValue(normal, 7, 4, 1e30))
    const json = JSON.parse(JSON.stringify(fitted.toJSON()))
    expect(JSON.stringify(json)).not.toContain('warnings')
    expect(timestepTokenizer.fromJSON(json).warnings).toEqual([])
  })

  it('are an error where squares overflow', async () => {
    const cell = withValue(normal, 7, 4, 1e200)
    for (const standardize of ['per-channel', 'per-series'] as const) {
      const error = await caught(() => timestepTokenizer.fit(cell, { standardize }).tokenize(cell[7]!))
      expect(error.code).toBe('TIMESERIES_STATISTICS_RANGE')
      expect(error.fields).toMatchObject({ id: 's7', channel: 0, time: 4, value: 1e200 })
    }
  })
})

describe('robust statistics', () => {
  const fitted = (values: readonly number[]) =>
    timestepTokenizer.fit([fromGrid({ id: 'a', values: [values] })], { standardize: 'robust' }).options
      .statistics![0]![0]!

  it('are median and interquartile range, as a normal distribution has them', () => {
    // Quartiles as numpy.percentile([1, 2, 4, 8, 16], [25, 50, 75]) gives them.
    expect(fitted([16, 1, 8, 2, 4])).toEqual({ mean: 4, std: expect.closeTo(6 / 1.3489795003921634, 12) })
    expect(fitted([1, 2, 4, 8])).toEqual({ mean: 3, std: expect.closeTo((5 - 1.75) / 1.3489795003921634, 12) })
    const many = fitted(Array.from({ length: 20_000 }, () => 7 + 3 * random.normal()))
    expect(many.mean).toBeCloseTo(7, 0)
    expect(many.std).toBeCloseTo(3, 0)
  })

  it('have a spread where most values are the same, or all', () => {
    expect(fitted([...Array<number>(12).fill(0), 2, 3, 4])).toEqual({
      mean: 0,
      std: expect.closeTo(3 * 1.482602218505602, 12),
    })
    expect(fitted([5, 5, 5])).toEqual({ mean: 5, std: 1 })
  })

  it('are not moved by values that are far out, which clip keeps near', () => {
    const cell = withValue(normal, 7, 4, 1e30)
    const names = withValue(normal, 7, 4, 0)
    const tokenizer = timestepTokenizer.fit(cell, { standardize: 'robust', clip: 8 })
    const before = timestepTokenizer.fit(names, { standardize: 'robust', clip: 8 })
    expect(tokenizer.options.statistics![0]![0]!.std).toBeCloseTo(before.options.statistics![0]![0]!.std, 1)
    expect(tokenizer.tokenize(cell[7]!).values[4]).toBe(8)
    const tokens = tokenizer.tokenize(cell[0]!)
    expect(tokens.values.every((value) => Math.abs(value) < 8)).toBe(true)
    const restored = tokenizer.detokenize(tokens).channels[0]!.values
    cell[0]!.channels[0]!.values.forEach((value, index) => {
      expect(restored[index]).toBeCloseTo(value, 5)
    })
  })

  it('are saved with the tokenizer', () => {
    const tokenizer = observationTokenizer.fit(normal, { standardize: 'robust', clip: 3 })
    const again = observationTokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer.toJSON())))
    expect(again.options).toEqual(tokenizer.options)
    expect(again.tokenize(normal[2]!)).toEqual(tokenizer.tokenize(normal[2]!))
  })

  it.each([0, -1, Number.NaN, Infinity, '3'])('refuse %o to clip at', async (clip) => {
    const error = await caught(() => timestepTokenizer({ channels: 1, clip: clip as number }))
    expect([error.code, error.fields.key]).toEqual(['TIMESERIES_INVALID_OPTION', 'clip'])
  })
})
