import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { fromGrid } from './from-grid.ts'
import { matchChannels } from './match-channels.ts'

const series = fromGrid({ id: 's', values: [[1], [2]], names: ['temp', 'wind'] })
const namesOf = (names: readonly string[], options = {}) =>
  matchChannels(series, names, options).channels.map(({ name, values }) => [name, ...values])

describe('matchChannels', () => {
  it('orders channels by their names', () => {
    expect(namesOf(['wind', 'temp'])).toEqual([
      ['wind', 2],
      ['temp', 1],
    ])
    expect(matchChannels(series, ['temp', 'wind'])).toBe(series)
  })

  it('takes a series without names as it is', () => {
    const unnamed = fromGrid({ id: 'u', values: [[1]] })
    expect(matchChannels(unnamed, ['temp', 'wind'])).toBe(unnamed)
  })

  it('says both sides of what does not fit', async () => {
    const error = await caught(() => matchChannels(series, ['tempp', 'rain']))
    expect(error.code).toBe('TIMESERIES_CHANNELS')
    expect(error.fields).toEqual({
      what: 'series "s"',
      expected: ['tempp', 'rain'],
      got: ['temp', 'wind'],
      missing: ['tempp', 'rain'],
      unknown: ['temp', 'wind'],
    })
    expect(error.message).toContain('did you mean "tempp"?')
  })

  it('leaves out or makes up channels only where asked', async () => {
    expect(namesOf(['wind'], { extra: 'drop' })).toEqual([['wind', 2]])
    expect(namesOf(['temp', 'rain', 'wind'], { missing: 'empty' })).toEqual([['temp', 1], ['rain'], ['wind', 2]])
    expect((await caught(() => namesOf(['wind', 'rain'], { missing: 'empty' }))).fields).toMatchObject({ missing: [] })
    expect((await caught(() => namesOf(['wind', 'rain'], { extra: 'drop' }))).fields).toMatchObject({ unknown: [] })
  })

  it.each([
    [['temp', 'temp'], {}],
    [['temp'], { extra: 'ignore' }],
    [['temp'], { missing: true }],
  ])('refuses %j with %j', async (names, options) => {
    await expect(async () => matchChannels(series, names, options as object)).rejects.toThrowRomae(
      'TIMESERIES_INVALID_OPTION',
    )
  })

  it.each([
    ['two of one name', ['a', 'a'], 'TIMESERIES_CHANNEL_NAMES'],
    ['an empty name', ['a', ''], 'TIMESERIES_NOT_A_SERIES'],
    ['a name too few', ['a'], 'TIMESERIES_INVALID_OPTION'],
  ])('a grid is refused %s', async (_, names, code) => {
    await expect(async () => fromGrid({ id: 's', values: [[1], [2]], names })).rejects.toThrowRomae(code)
  })

  it('some channels with names and others without are refused', async () => {
    const [first, second] = series.channels
    const { name: _, ...nameless } = second!
    const half = { ...series, channels: [first!, nameless] }
    await expect(async () => matchChannels(half, ['temp', 'wind'])).rejects.toThrowRomae('TIMESERIES_CHANNEL_NAMES')
  })
})
