import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import { observationTokenizer } from './observation.ts'
import { timestepTokenizer } from './timestep.ts'

const rain = fromGrid({
  id: 'rain',
  values: [
    [0, 3, 9],
    [5, 5, 5],
  ],
})

describe('options', () => {
  it.each([
    [{ channels: 0 }, 'channels'],
    [{ channels: 1.5 }, 'channels'],
    [{ channels: 2 ** 20 + 1 }, 'channels'],
    [{ channels: 1, extras: 1025 }, 'extras'],
    [{}, 'channels'],
    [{ channels: 2, extras: -1 }, 'extras'],
    [{ channels: 2, standardize: 'zscore' }, 'standardize'],
    [{ channels: 2, standardize: 'per-channel' }, 'statistics'],
    [{ channels: 1, statistics: [[{ mean: 0, std: 1 }]] }, 'statistics'],
    [{ channels: 2, standardize: 'per-channel', statistics: [[{ mean: 0, std: 1 }]] }, 'statistics'],
    [{ channels: 1, standardize: 'per-channel', statistics: [[{ mean: 0, std: 0 }]] }, 'std'],
    [{ channels: 1, standardize: 'per-channel', statistics: [[]] }, 'statistics[0]'],
    [{ channels: 2, transform: ['log1p'] }, 'transform'],
    [{ channels: 2, transform: ['log1p', 'log'] }, 'transform[1]'],
    [{ channels: 2, relativeValues: 'peak' }, 'relativeValues'],
    [
      { channels: 1, relativeValues: true, standardize: 'per-channel', statistics: [[{ mean: 0, std: 1 }]] },
      'statistics[0]',
    ],
    [{ channels: 2, time: { unit: 0 } }, 'time.unit'],
    [{ channels: 2, time: { origin: 'last' } }, 'time.origin'],
    [{ channels: 2, overlong: 'cut' }, 'overlong'],
    [{ channels: 2, missing: 'mean' }, 'missing'],
    [{ channels: 2, maxLength: 0 }, 'maxLength'],
    [null, 'options'],
  ])('rejects %j for its %s', async (options, key) => {
    const error = await caught(() => timestepTokenizer(options as never))
    expect(error.code).toBe('TIMESERIES_INVALID_OPTION')
    expect(error.fields.key).toBe(key)
  })

  it('names the nearest option', async () => {
    const error = await caught(() => timestepTokenizer({ channels: 2, standardise: 'none' } as never))
    expect(error.code).toBe('TIMESERIES_UNKNOWN_OPTION')
    expect(error.message).toContain('did you mean "standardize"?')
    expect((await caught(() => observationTokenizer({ channels: 2, missing: 'zero' } as never))).code).toBe(
      'TIMESERIES_UNKNOWN_OPTION',
    )
    expect((await caught(() => observationTokenizer({ channels: 2, time: { units: 2 } } as never))).message).toContain(
      '"unit"',
    )
  })
})

describe('fit', () => {
  it('brings values of both signs and very different sizes together with asinh, and back', () => {
    const flux = fromGrid({ id: 'flux', values: [[-20_000, 0, 0.5, 60_000]] })
    const { options } = timestepTokenizer.fit([flux], { transform: ['asinh'] })
    const scaled = [-Math.log(40_000), 0, Math.asinh(0.5), Math.log(120_000)]
    const mean = scaled.reduce((sum, value) => sum + value, 0) / 4
    expect(options.statistics![0]![0]!.mean).toBeCloseTo(mean, 6)
    const tokenizer = timestepTokenizer(options)
    const restored = tokenizer.detokenize(tokenizer.tokenize(flux)).channels[0]!.values
    for (const [index, value] of [-20_000, 0, 0.5, 60_000].entries()) {
      expect(Math.abs(restored[index]! - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)))
    }
  })

  it('takes mean and population standard deviation over all series, after the transform', () => {
    const more = fromGrid({ id: 'more', values: [[Number.NaN], [5]] })
    const { options } = timestepTokenizer.fit([rain, more], { transform: ['log1p', 'none'], missing: 'zero' })
    const logs = [0, Math.log(4), Math.log(10)]
    const mean = (logs[1]! + logs[2]!) / 3
    const std = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 3)
    expect(options.statistics![0]![0]).toEqual({ mean: expect.closeTo(mean, 12), std: expect.closeTo(std, 12) })
    // A constant channel is shifted, not divided by zero.
    expect(options.statistics![1]).toEqual([{ mean: 5, std: 1 }])
    expect(options).toMatchObject({ channels: 2, extras: 0, standardize: 'per-channel', missing: 'zero' })
  })

  it('keeps its precision far from zero', () => {
    const { options } = timestepTokenizer.fit([fromGrid({ id: 'a', values: [[1e9 + 1, 1e9 + 2, 1e9 + 3]] })])
    expect(options.statistics![0]![0]!.std).toBeCloseTo(Math.sqrt(2 / 3), 6)
  })

  it('standardises to mean 0 and deviation 1, and back', () => {
    const tokenizer = observationTokenizer.fit([rain], { transform: ['log1p', 'none'] })
    const { values } = tokenizer.tokenize(rain)
    const first = [...values.slice(0, 3)]
    expect(first.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6)
    expect(first.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(3, 5)
    const restored = tokenizer.detokenize(tokenizer.tokenize(rain)).channels[0]!.values
    expect([...restored]).toEqual([0, 3, 9].map((value) => expect.closeTo(value, 5)))
  })

  it.each([
    ['no series', [], {}, 'TIMESERIES_NOTHING_TO_FIT'],
    ['an unobserved channel', [fromGrid({ id: 'a', values: [[1], [Number.NaN]] })], {}, 'TIMESERIES_NOTHING_TO_FIT'],
    ['series of different shapes', [rain, fromGrid({ id: 'a', values: [[1]] })], {}, 'TIMESERIES_CHANNEL_COUNT'],
    ['an option that fitting works out', [rain], { channels: 2 }, 'TIMESERIES_UNKNOWN_OPTION'],
    ['too few transforms', [rain], { transform: ['log1p'] }, 'TIMESERIES_INVALID_OPTION'],
    ['a log1p of -1', [fromGrid({ id: 'a', values: [[-1]] })], { transform: ['log1p'] }, 'TIMESERIES_LOG1P_DOMAIN'],
  ])('rejects %s', async (_, series, options, code) => {
    await expect(async () => timestepTokenizer.fit(series, options as never)).rejects.toThrowRomae(code)
  })
})

describe('per-series standardisation', () => {
  const scaled = fromGrid({
    id: 'scaled',
    values: [
      [100, 400, 1000],
      [0, 0, 0],
    ],
  })
  const tokenizer = observationTokenizer({ channels: 2, standardize: 'per-series' })

  it('makes series of different scale and offset alike', () => {
    const line = fromGrid({
      id: 'line',
      values: [
        [1, 4, 10],
        [7, 7, 7],
      ],
    })
    const [a, b] = [tokenizer.tokenize(scaled).values, tokenizer.tokenize(line).values]
    a.forEach((value, index) => {
      expect(value).toBeCloseTo(b[index]!, 6)
    })
  })

  it('has no way back, but the tokenizer fitted to the one series has', async () => {
    const tokens = tokenizer.tokenize(scaled)
    await expect(async () => tokenizer.detokenize(tokens)).rejects.toThrowRomae('TIMESERIES_NOT_INVERTIBLE')
    const fitted = observationTokenizer.fit([scaled])
    expect(fitted.tokenize(scaled)).toEqual(tokens)
    expect(fitted.detokenize(tokens).channels[0]!.values[2]).toBeCloseTo(1000, 3)
  })

  it('names the right channel in an error', async () => {
    const logarithmic = observationTokenizer({ channels: 2, standardize: 'per-series', transform: ['none', 'log1p'] })
    const error = await caught(() => logarithmic.tokenize(fromGrid({ id: 'a', values: [[0], [-2]] })))
    expect(error.fields).toMatchObject({ channel: 1, value: -2 })
  })
})

describe('JSON', () => {
  const options = { transform: ['log1p', 'none'], time: { unit: 7, origin: 3 }, overlong: 'thin' } as const

  it('makes the same tokenizer again', () => {
    const observations = observationTokenizer.fit([rain], { ...options, maxLengthPerChannel: 2 })
    const timesteps = timestepTokenizer.fit([rain], { ...options, maxLength: 2, missing: 'indicator' })
    const [again, alsoAgain] = [
      observationTokenizer.fromJSON(JSON.parse(JSON.stringify(observations))),
      timestepTokenizer.fromJSON(JSON.parse(JSON.stringify(timesteps))),
    ]
    expect(again.options).toEqual(observations.options)
    expect(again.tokenize(rain)).toEqual(observations.tokenize(rain))
    expect(alsoAgain.options).toEqual(timesteps.options)
    expect(alsoAgain.tokenize(rain)).toEqual(timesteps.tokenize(rain))
  })

  it.each([
    ['another tokenizer’s', timestepTokenizer({ channels: 2 }).toJSON(), 'TIMESERIES_INVALID_OPTION'],
    ['an unknown key in', { name: 'timeseries/observations', option: {} }, 'TIMESERIES_UNKNOWN_OPTION'],
    [
      'an unknown option in',
      { name: 'timeseries/observations', options: { channels: 1, chanels: 2 } },
      'TIMESERIES_UNKNOWN_OPTION',
    ],
    ['no options in', { name: 'timeseries/observations' }, 'TIMESERIES_INVALID_OPTION'],
    ['an array as', [], 'TIMESERIES_INVALID_OPTION'],
  ])('rejects %s JSON', async (_, json, code) => {
    await expect(async () => observationTokenizer.fromJSON(json)).rejects.toThrowRomae(code)
  })

  it('does not change when the options given are changed later', () => {
    const transform: ('none' | 'log1p')[] = ['none']
    const tokenizer = timestepTokenizer({ channels: 1, transform })
    transform[0] = 'log1p'
    expect(tokenizer.options.transform).toEqual(['none'])
  })
})
