import { describe, expect, it } from 'vitest'
import type { TimeSeries } from '../series/series.ts'
import { scores } from './scores.ts'
import { fitTokenizer } from './series-tokenizer.ts'

const gap = Number.NaN
/** By the day, with a gap in each channel. */
const series: TimeSeries = {
  id: 'tide',
  timeUnit: 'days',
  channels: [
    { name: 'high', times: Float64Array.of(0, 1, 2.5, 3), values: Float64Array.of(1, gap, 3, 9) },
    { name: 'low', times: Float64Array.of(0, 1, 2.5, 3), values: Float64Array.of(5, 6, gap, 8) },
  ],
}

describe('scores of series', () => {
  it.each(['observations', 'timesteps'] as const)(
    'are of what was observed, by its own time and channel: %s',
    (kind) => {
      const tokenizer = fitTokenizer([series], { kind })
      const tokens = tokenizer.tokenize(series)
      const places = scores.places(series, tokens, { tokenizer, options: {} })
      const found = places.map(({ cells, group, values }) => {
        expect(group).toBe(cells[1])
        expect(values).toHaveLength(1)
        return [...cells, tokens.values[values[0]!]!] as const
      })
      const expected = [
        ['0', 'high', 1],
        ['0', 'low', 5],
        ['1', 'low', 6],
        ['2.5', 'high', 3],
        ['3', 'high', 9],
        ['3', 'low', 8],
      ] as const
      const order = (rows: readonly (readonly unknown[])[]) => rows.map(([time, name]) => `${time} ${name}`).sort()
      expect(order(found)).toEqual(order(expected))
      // Standardised values of a channel are in the order of its own.
      const high = found.filter(([, name]) => name === 'high').map((row) => Number(row.at(-1)))
      expect(high).toEqual([...high].sort((a, b) => a - b))
    },
  )

  it('takes channels in another order as the tokenizer has them', () => {
    const tokenizer = fitTokenizer([series], { kind: 'timesteps' })
    const turned = { ...series, channels: [...series.channels].reverse() }
    const names = (one: TimeSeries) =>
      scores
        .places(one, tokenizer.tokenize(one), { tokenizer, options: {} })
        .map(({ cells, values }) => [...cells, ...values])
    expect(names(turned)).toEqual(names(series))
  })

  it('cuts series into windows that overlap by half, each with two values at least', () => {
    const long: TimeSeries = {
      id: 'long',
      channels: [{ times: Float64Array.from({ length: 41 }, (_, at) => at), values: new Float64Array(41) }],
    }
    const pieces = scores.pieces!(long, 10)
    expect(pieces.map(({ channels }) => channels[0]!.times[0])).toEqual([0, 5, 10, 15, 20, 25, 30, 35])
    expect(pieces.every(({ id }) => id === 'long')).toBe(true)
  })

  it('are drawn about the rarest place, with what is marked', () => {
    const tokenizer = fitTokenizer([series], { kind: 'observations' })
    const context = { tokenizer, options: { timeUnit: 'days' } }
    const places = scores.places(series, tokenizer.tokenize(series), context).map(({ cells, group }) => {
      const isMarked = cells[1] === 'high' && cells[0] === '3'
      return { cells, group: group!, score: isMarked ? 7 : 1, p: isMarked ? 0.01 : 0.5, isMarked }
    })
    const figures = scores.figures!([{ id: 'tide', sample: series, places }], context)
    expect(figures).toMatchObject([
      { heading: 'tide: high', x: { scale: 'time' }, curves: [{ y: [1, gap, 3, 9] }, { label: 'marked', y: [9] }] },
      { heading: 'tide: high, scores', curves: [{ y: [1, gap, 1, 7] }] },
    ])
  })
})
