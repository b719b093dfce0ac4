import type { TokensToFill } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { observationTokenizer } from '../tokenizers/observation.ts'
import { timestepTokenizer } from '../tokenizers/timestep.ts'
import { type FillMissingOptions, fillMissing } from './fill-missing.ts'
import { fromGrid } from './from-grid.ts'

const { NaN: gap } = Number
const series = fromGrid({
  id: 'two channels',
  values: [
    [1, gap, 3, gap, 5, 6],
    [10, 20, gap, 40, gap, gap],
  ],
})
const tokenizer = observationTokenizer({ channels: 2 })

/** Fills each hidden token with 100 x channel + time within the window, so that its place can be read off. */
const fill: FillMissingOptions['fill'] = async (windows) =>
  windows.map(({ tokens, hidden }) => ({
    ...tokens,
    values: tokens.values.map((value, index) =>
      hidden[index] === 1 ? 100 * tokens.positions[2 * index]! + tokens.positions[2 * index + 1]! : value,
    ),
  }))

const columns = (filled: Awaited<ReturnType<typeof fillMissing>>) => filled.channels.map(({ values }) => [...values])

describe('fillMissing', () => {
  it('fills gaps and leaves observed values as they are', async () => {
    const filled = await fillMissing(series, { tokenizer, length: 100, fill })
    expect(columns(filled)).toEqual([
      [1, 1, 3, 3, 5, 6],
      [10, 20, 102, 40, 104, 105],
    ])
    expect(filled.id).toBe('two channels')
  })

  it('takes the mean of the windows, weighted by how near their middles it lies and by how much they know', async () => {
    // Windows of 4 from 0 and 2, their middles at 1.5 and 3.5; times count from the window's start. The first knows 5 of 8
    // values, the second 4 of 8: the value at time 3 of channel 0 is 3 in the first, 1 in the second.
    const filled = await fillMissing(series, { tokenizer, length: 4, stride: 2, fill })
    const [first, second] = [(5 / 8) * (1 - 1.5 / 2), (4 / 8) * (1 - 0.5 / 2)]
    const mean = (first * 3 + second * 1) / (first + second)
    const [near, far] = [(5 / 8) * (1 - 0.5 / 2), (4 / 8) * (1 - 1.5 / 2)]
    const middle = (near * 102 + far * 100) / (near + far)
    const rounded = (values: readonly number[]) => values.map((value) => value.toFixed(6))
    expect(columns(filled).map(rounded)).toEqual([
      rounded([1, 1, 3, mean, 5, 6]),
      rounded([10, 20, middle, 40, 102, 103]),
    ])
  })

  it('shows the model known values, and only tells it where the hidden ones are', async () => {
    const seen: number[][] = []
    await fillMissing(series, {
      tokenizer,
      length: 100,
      fill: async (windows) => {
        for (const { tokens, hidden } of windows)
          seen.push([...tokens.values.filter((_, index) => hidden[index] === 0)])
        return windows.map(({ tokens }) => tokens)
      },
    })
    expect(seen).toEqual([[1, 3, 5, 6, 10, 20, 40]])
  })

  it('fills at further times as well', async () => {
    const filled = await fillMissing(series, { tokenizer, length: 100, times: [2.5, 7, 2.5], fill })
    expect([...filled.channels[0]!.times]).toEqual([0, 1, 2, 2.5, 3, 4, 5, 7])
    expect([...filled.channels[1]!.values]).toEqual([10, 20, 102, 102.5, 40, 104, 105, 107])
  })

  it('fills extras with missing values', async () => {
    const withErrors = {
      id: 'errors',
      channels: [
        { times: Float64Array.of(0, 1), values: Float64Array.of(1, gap), extras: [Float64Array.of(0.5, gap)] },
      ],
    }
    const keep: FillMissingOptions['fill'] = async (windows) => windows.map(({ tokens }) => tokens)
    const filled = await fillMissing(withErrors, {
      tokenizer: observationTokenizer({ channels: 1, extras: 1 }),
      length: 9,
      fill: keep,
    })
    expect([...filled.channels[0]!.extras![0]!]).toEqual([0.5, gap])
  })

  it('fills what lies on the border of windows side by side', async () => {
    for (const step of [0.1, 0.3, 1 / 3, 0.7, 1e-3]) {
      const times = Array.from({ length: 60 }, (_, index) => index * step)
      const values = times.map((_, index) => (index % 3 === 0 ? gap : index))
      const border = fromGrid({ id: 'border', values: [values], times })
      const length = 3 * step
      const options = { tokenizer: observationTokenizer({ channels: 1 }), length, stride: length, fill }
      expect(columns(await fillMissing(border, options))[0]!.filter(Number.isNaN)).toEqual([])
    }
  })

  it('lets windows grow where none that sees something reaches, and asks nothing of the model where nothing is known', async () => {
    const values = Array.from({ length: 40 }, (_, index) => (index < 10 || index >= 30 ? index : gap))
    const asked: number[][] = []
    const options = {
      tokenizer: observationTokenizer({ channels: 1 }),
      length: 8,
      stride: 4,
      fill: (windows: readonly TokensToFill[]) => {
        asked.push(windows.map(({ hidden }) => hidden.length))
        for (const { hidden } of windows) expect(hidden).toContain(0)
        return fill(windows)
      },
    }
    const filled = columns(await fillMissing(fromGrid({ id: 'long', values: [values] }), options))[0]!
    expect(filled.filter(Number.isNaN)).toEqual([])
    // Those of 8 that see something and have a gap begin at 4, 8 and 24, 28; what they leave, 16 to 23, those of 16 from 8 and 16.
    expect(asked).toEqual([
      [8, 8, 8, 8],
      [16, 16],
    ])
  })

  it('leaves empty what only a window of too many tokens would reach', async () => {
    const values = Array.from({ length: 9000 }, (_, index) => (index < 10 ? index : gap))
    const options = { tokenizer: observationTokenizer({ channels: 1 }), length: 20, fill }
    const filled = columns(await fillMissing(fromGrid({ id: 'very long', values: [values] }), options))[0]!
    const empty = filled.filter(Number.isNaN).length
    expect(empty).toBeGreaterThan(4000)
    expect(filled.findLastIndex((value) => !Number.isNaN(value))).toBe(8999 - empty)
  })

  it('fills the same whatever the unit of its times, and wherever they begin', async () => {
    const times = [0, 1, 2.5, 3, 4, 4.25, 6, 9, 10, 11]
    const values = [1, gap, 3, gap, 5, 6, gap, gap, 9, 10]
    const fillWith = async (factor: number, start: number) => {
      const own = times.map((time) => start + factor * time)
      const series = fromGrid({ id: 'a', values: [values], times: own })
      const fitted = observationTokenizer.fit([series])
      return columns(await fillMissing(series, { tokenizer: fitted, length: 4 * factor, fill }))[0]!
    }
    const expected = await fillWith(1, 0)
    expect(expected.filter(Number.isNaN)).toEqual([])
    for (const [factor, start] of [
      [86_400, 0],
      [1 / 1024, 64],
      [3600, 1.7e9],
    ] as const) {
      const got = await fillWith(factor, start)
      for (const [row, value] of got.entries()) expect(value).toBeCloseTo(expected[row]!, 4)
    }
  })

  it('fills nothing of a series without a value', async () => {
    const empty = fromGrid({ id: 'empty', values: [[gap, gap]] })
    const never: FillMissingOptions['fill'] = () => Promise.reject(new Error('asked'))
    const options = { tokenizer: observationTokenizer({ channels: 1 }), length: 9, fill: never }
    expect(columns(await fillMissing(empty, options))).toEqual([[gap, gap]])
  })

  it('asks nothing of the model when nothing is missing', async () => {
    const complete = fromGrid({ id: 'complete', values: [[1, 2]] })
    const never: FillMissingOptions['fill'] = () => Promise.reject(new Error('asked'))
    const options = { tokenizer: observationTokenizer({ channels: 1 }), length: 9, fill: never }
    expect(columns(await fillMissing(complete, options))).toEqual([[1, 2]])
  })

  it.each([
    ['a tokenizer of time stamps', { tokenizer: timestepTokenizer({ channels: 2 }) }, 'TIMESERIES_INVALID_OPTION'],
    ['a length of 0', { length: 0 }, 'TIMESERIES_INVALID_OPTION'],
    ['windows that leave out times', { stride: 200 }, 'TIMESERIES_INVALID_OPTION'],
    ['an unknown option', { overlap: 1 }, 'TIMESERIES_UNKNOWN_OPTION'],
  ])('rejects %s', async (_, wrong, code) => {
    const options = { tokenizer, length: 100, fill, ...wrong } as FillMissingOptions
    await expect(async () => fillMissing(series, options)).rejects.toThrowRomae(code)
  })
})
