import { describe, expect, it } from 'vitest'
import type { DatasetSeries } from './series.ts'
import { type SplitOptions, splitSeries } from './split-series.ts'
import { standardizeSplits } from './standardize.ts'

const series = (id: string, ...channels: readonly number[][]): DatasetSeries => ({
  id,
  channels: channels.map((values) => ({ times: Float64Array.from(values.keys()), values: Float64Array.from(values) })),
})
const values = ({ channels }: DatasetSeries) => channels.map((channel) => [...channel.values])

describe('splitSeries', () => {
  const samples = Array.from({ length: 100 }, (_, index) => index)

  it('puts each sample in one part, as the seed says', () => {
    const { train, validation, test } = splitSeries(samples, { seed: 1 })
    expect([train.length, validation.length, test.length]).toEqual([64, 16, 20])
    expect([...train, ...validation, ...test].sort((a, b) => a - b)).toEqual(samples)
    expect(splitSeries(samples, { seed: 1 })).toEqual({ train, validation, test })
    expect(splitSeries(samples, { seed: 2 }).test).not.toEqual(test)
  })

  it('takes other fractions', () => {
    const { train, validation, test } = splitSeries(samples, { seed: 1, test: 0.5, validation: 0 })
    expect([train.length, validation.length, test.length]).toEqual([50, 0, 50])
  })

  it.each([
    [{ seed: -1 }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, test: 1 }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, train: 0.5 }, 'DATASETS_UNKNOWN_OPTION'],
  ])('refuses %o', async (options, code) => {
    await expect(async () => splitSeries(samples, options as SplitOptions)).rejects.toThrowRomae(code)
  })
})

describe('standardizeSplits', () => {
  it('takes its numbers from the training split alone', () => {
    const { splits, means, deviations } = standardizeSplits({
      train: [series('a', [1, 3], [5, 5]), series('b', [1, 3], [])],
      validation: [series('c', [4], [6])],
      test: [series('d', [2], [Number.NaN])],
    })
    expect([...means]).toEqual([2, 5])
    expect([...deviations]).toEqual([1, 1])
    expect(splits.train.map(values)).toEqual([
      [
        [-1, 1],
        [0, 0],
      ],
      [[-1, 1], []],
    ])
    expect(values(splits.validation[0]!)).toEqual([[2], [1]])
    expect(values(splits.test[0]!)).toEqual([[0], [Number.NaN]])
  })

  it('refuses another number of channels', async () => {
    const splits = { train: [series('a', [1])], validation: [series('b', [1], [2])], test: [] }
    await expect(async () => standardizeSplits(splits)).rejects.toThrowRomae('DATASETS_CHANNELS')
  })
})
