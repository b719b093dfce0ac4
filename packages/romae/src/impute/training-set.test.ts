import { fromGrid, type TimeSeries } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { defaultWindows } from './spans.ts'
import { trainingSet } from './training-set.ts'

const gap = Number.NaN
const count = (length: number) => Array.from({ length }, (_, index) => index)
const at = (times: readonly number[]) =>
  fromGrid({ id: 'a', values: [times.map((_, index) => (index % 7 === 3 ? gap : Math.sin(index)))], times })
/** Bursts of so many values `within` apart, `between` from one's start to the next. */
const bursts = (size: number, within: number, between: number) =>
  at(count(20).flatMap((burst) => count(size).map((place) => burst * between + place * within)))
/** Two sensors that take turns, in a wide table. */
function turns(offset: number, step: number): TimeSeries {
  const times = count(80).flatMap((turn) => [turn * step, turn * step + offset])
  const values = [0, 1].map((sensor) => times.map((time, row) => (row % 2 === sensor ? Math.sin(time) : gap)))
  return fromGrid({ id: 'turns', values, times })
}
const free = { window: null, timeUnit: null, estimate: 'none' } as const
const setOf = (series: readonly TimeSeries[], asked: Partial<typeof free> | object = {}) =>
  trainingSet(series, series, { ...free, ...asked })

describe('the default window', () => {
  it.each<[string, TimeSeries, number]>([
    ['even steps', at(count(100)), 16],
    ['missing values', fromGrid({ id: 'a', values: [count(100).map((day) => (day % 5 === 2 ? gap : day))] }), 16],
    ['two sensors 1 s apart', turns(1, 3600), 16 * 3600],
    ['two sensors 1 ms apart', turns(0.001, 1), 16],
    ['a mistyped year', at([...count(100), 330_000]), 16],
    ['numbers .01 apart', at(count(100).map((index) => index / 100)), 0.16],
  ])('is 16 steps of %s', (_, series, window) => {
    expect(defaultWindows([series])).toEqual([window])
  })

  it.each<[string, TimeSeries]>([
    ['bursts of 3 a second apart, every hour', bursts(3, 1, 3600)],
    ['bursts of 6 a second apart, every month', bursts(6, 1, 2.6e6)],
    ['bursts of 6 a millisecond apart, every month', bursts(6, 1e-3, 2.6e6)],
    ['bursts of 12 a microsecond apart, every year', bursts(12, 1e-6, 3e7)],
    ['pairs a millisecond apart, every month', bursts(2, 1e-3, 2.6e6)],
    ['two sensors a microsecond apart, every day', turns(1e-6, 86_400)],
    ['sensors of very different rates', withSlowOne()],
    ['steps that grow', at(count(40).map((index) => 1.6 ** index))],
    ['five values', at([0, 1, 2, 3, 4])],
  ])('does for %s', async (_, series) => {
    const { samples, tokenizer } = await setOf([series])
    expect(samples.length).toBeGreaterThan(0)
    // What the model sees at once is not all at one place for it.
    const { positions, length } = tokenizer.tokenize(samples[0]!)
    const times = [...count(length)].map((token) => positions[2 * token + 1]!)
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(1)
  })
})

it('makes windows shorter where channels at times of their own would make too many tokens', async () => {
  const channel = (_: unknown, index: number) => {
    const times = Float64Array.from({ length: 50 }, (_, day) => day + index / 40)
    return { times, values: times.map(Math.sin) }
  }
  const many = { id: 'many', channels: Array.from({ length: 40 }, channel) }
  expect(defaultWindows([{ ...many, channels: many.channels.slice(0, 8) }])).toEqual([16])
  const { window, samples } = await setOf([many])
  // 16 days would be 640 rows of 40 channels.
  expect(40 * 40 * window).toBeLessThan(3000)
  expect(samples.length).toBeGreaterThan(20)
})

describe('a training set', () => {
  it('takes the unit of time that is given, or that of the windows', async () => {
    const series = [bursts(6, 1, 2.6e6)]
    expect((await setOf(series)).tokenizer.options.time.unit).toBe(1)
    expect((await setOf(series, { timeUnit: 60 })).tokenizer.options.time.unit).toBe(60)
  })

  it.each<[string, readonly TimeSeries[], object, object]>([
    ['a window in which too little is', [turns(1, 3600)], { window: 2000 }, { window: 2000, way: 'try --window 7202' }],
    ['a window in another unit', [at(count(1e6))], { window: 1e-5 }, { window: 1e-5, way: 'try --window 6' }],
    [
      'a window too long for its times',
      [bursts(6, 1e-3, 2.6e6)],
      { window: 1e8, timeUnit: 1e-3 },
      { window: 1e8, way: 'give a shorter --window' },
    ],
    ['one row', [at([5])], {}, { way: 'take a longer file' }],
    ['three rows', [at([5, 6, 7])], {}, { way: 'take a longer file' }],
  ])('refuses %s before anything is trained', async (_, series, asked, fields) => {
    await expect(setOf(series, asked)).rejects.toMatchObject({ code: 'APP_WINDOW', fields })
  })
})

function withSlowOne(): TimeSeries {
  const channel = (times: readonly number[]) => ({
    times: Float64Array.from(times),
    values: Float64Array.from(times, Math.sin),
  })
  return { id: 'slow', channels: [channel(count(2000)), channel(count(4).map((index) => 500 * index + 0.5))] }
}
