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

  it('takes each value from the window in whose middle it lies closest', async () => {
    // Windows of 4 from 0 and 2, their middles at 1.5 and 3.5; times count from the window's start.
    const filled = await fillMissing(series, { tokenizer, length: 4, stride: 2, fill })
    expect(columns(filled)).toEqual([
      [1, 1, 3, 1, 5, 6],
      [10, 20, 102, 40, 102, 103],
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

  it('leaves empty what no window that sees something reaches, and asks nothing of the model there', async () => {
    const values = Array.from({ length: 40 }, (_, index) => (index < 10 || index >= 30 ? index : gap))
    let asked = 0
    const options = {
      tokenizer: observationTokenizer({ channels: 1 }),
      fill: (windows: readonly TokensToFill[]) => {
        asked = windows.length
        for (const { hidden } of windows) expect(hidden).toContain(0)
        return fill(windows)
      },
    }
    const fillWith = async (length: number) =>
      columns(await fillMissing(fromGrid({ id: 'long', values: [values] }), { ...options, length }))[0]!
    const filled = await fillWith(8)
    // The windows that see something begin at 0, 4, 8 and 24, 28, 32.
    expect([...filled.keys()].filter((index) => Number.isNaN(filled[index]))).toEqual([16, 17, 18, 19, 20, 21, 22, 23])
    expect(asked).toBe(6)
    expect((await fillWith(2 * 21)).filter(Number.isNaN)).toEqual([])
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
