import { caught } from '@romae/internal/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLongCsv } from '../readers/csv/long.ts'
import { readWideCsv } from '../readers/csv/wide.ts'
import { fillMissing } from '../series/fill-missing.ts'
import { fromGrid } from '../series/from-grid.ts'
import { windows } from '../series/windows.ts'
import { chunks } from '../testing/chunks.ts'
import { toWideCsv } from '../writers/wide.ts'
import { observationTokenizer } from './observation.ts'
import { timestepTokenizer } from './timestep.ts'

const names = ['temp', 'wind', 'rain']
const values = names.map((_, channel) =>
  Array.from({ length: 9 }, (_, time) => 100 * channel + Math.sin(time + channel)),
)
const series = fromGrid({ id: 's', values, names })
const kinds = [
  ['timesteps', timestepTokenizer],
  ['observations', observationTokenizer],
] as const
const orders = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 })

describe.each(kinds)('a tokenizer of %s', (_, make) => {
  const tokenizer = make.fit([series])

  it('gives the same tokens of channels in any order', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const shuffled = { ...series, channels: order.map((index) => series.channels[index]!) }
        expect(tokenizer.tokenize(shuffled)).toEqual(tokenizer.tokenize(series))
        expect(make.fit([series, shuffled]).options).toEqual(make.fit([series, series]).options)
      }),
    )
  })

  it('remembers names and units, and gives them back', () => {
    const dated = { ...series, timeUnit: 'days', channels: series.channels.map((one) => ({ ...one, unit: 'K' })) }
    const fitted = make.fit([dated])
    const restored = make.fromJSON(JSON.parse(JSON.stringify(fitted)))
    expect(restored.options).toEqual(fitted.options)
    expect(restored.channels).toMatchObject({ names, units: ['K', 'K', 'K'] })
    expect(restored.options).toMatchObject({ channelNames: names, channelUnits: ['K', 'K', 'K'], timeUnit: 'days' })
    const back = restored.detokenize(restored.tokenize(dated))
    expect(back.channels.map(({ name, unit }) => [name, unit])).toEqual(names.map((name) => [name, 'K']))
    expect(back.timeUnit).toBe('days')
  })

  it('refuses other channels, with both sides', async () => {
    const other = fromGrid({ id: 'o', values, names: ['temperature', 'wind', 'rain'] })
    const error = await caught(() => tokenizer.tokenize(other))
    expect(error.code).toBe('TIMESERIES_CHANNELS')
    expect(error.fields).toMatchObject({ missing: ['temp'], unknown: ['temperature'], expected: names })
    await expect(async () => make.fit([series, other])).rejects.toThrowRomae('TIMESERIES_CHANNELS')
    const fewer = { ...series, channels: series.channels.slice(0, 2) }
    expect((await caught(() => tokenizer.tokenize(fewer))).fields).toMatchObject({ missing: ['rain'], unknown: [] })
  })

  it('refuses other units', async () => {
    const measured = (unit: string, timeUnit = 'days') => ({
      ...series,
      timeUnit,
      channels: series.channels.map((one) => ({ ...one, unit })),
    })
    const fitted = make.fit([measured('K')])
    expect(await caught(() => fitted.tokenize(measured('C')))).toMatchObject({
      code: 'TIMESERIES_UNIT',
      fields: { what: 'values of channel temp', expected: 'K', got: 'C' },
    })
    expect(await caught(() => fitted.tokenize(measured('K', 'hours')))).toMatchObject({
      code: 'TIMESERIES_UNIT',
      fields: { what: 'times', expected: 'days', got: 'hours' },
    })
    expect(fitted.tokenize(series)).toEqual(fitted.tokenize(measured('K')))
  })

  it('compares nothing with a side that knows nothing', () => {
    const nameless = fromGrid({ id: 's', values })
    expect(tokenizer.tokenize(nameless)).toEqual(tokenizer.tokenize(series))
    expect(make.fit([nameless]).tokenize(series)).toEqual(tokenizer.tokenize(series))
    expect(make.fit([nameless]).options).not.toHaveProperty('channelNames')
  })

  it.each([
    [{ channelNames: ['a'] }, 'channelNames'],
    [{ channelNames: ['a', 'a', 'b'] }, 'channelNames'],
    [{ channelUnits: ['K'] }, 'channelUnits'],
    [{ channelUnits: ['K', null, ''] }, 'channelUnits[2]'],
    [{ timeUnit: 3 }, 'timeUnit'],
  ])('refuses %j', async (options, key) => {
    const error = await caught(() => make({ channels: 3, ...options } as never))
    expect(error).toMatchObject({ code: 'TIMESERIES_INVALID_OPTION', fields: { key } })
  })
})

describe('files', () => {
  const wide = (order: readonly number[]) =>
    ['t', ...order.map((index) => names[index]!)].join(',') +
    values[0]!.map((_, time) => `\n${[time, ...order.map((channel) => values[channel]![time]!)].join(',')}`).join('')
  const options = { time: 't', channels: 'rest' } as const

  it('of shuffled columns give the same tokens', async () => {
    const tokenizer = observationTokenizer.fit([series])
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const read = await readWideCsv(chunks(wide(order)), options)
        expect(tokenizer.tokenize(read.series[0]!)).toEqual(tokenizer.tokenize(series))
        expect(await toWideCsv(read.series, { time: 't', channels: names })).toBe(`${wide([0, 1, 2])}\n`)
      }),
    )
  })

  it('of one observation a row give the same tokens, whatever the order of their rows', async () => {
    const tokenizer = timestepTokenizer.fit([series])
    const rows = names.flatMap((name, channel) => values[channel]!.map((value, time) => `s,${time},${name},${value}`))
    // Rows of one channel stay in order of time; those of different channels mix in any way.
    const mixed = fc.array(fc.nat({ max: 1000 }), { minLength: rows.length, maxLength: rows.length }).map((keys) => {
      const sorted = [0, 1, 2].flatMap((channel) => keys.slice(9 * channel, 9 * channel + 9).sort((a, b) => a - b))
      return [...rows.keys()].sort((a, b) => sorted[a]! - sorted[b]! || a - b).map((index) => rows[index]!)
    })
    await fc.assert(
      fc.asyncProperty(mixed, async (lines) => {
        const text = ['id,t,c,v', ...lines].join('\n')
        const read = await readLongCsv(chunks(text), { id: 'id', time: 't', channel: 'c', value: 'v' })
        expect(tokenizer.tokenize(read.series[0]!)).toEqual(tokenizer.tokenize(series))
      }),
    )
  })
})

describe('fillMissing', () => {
  const gaps = {
    ...series,
    channels: series.channels.map((one, index) => ({
      ...one,
      values: one.values.map((value, time) => (time % 3 === index ? Number.NaN : value)),
    })),
  }
  const tokenizer = observationTokenizer.fit(windows(gaps, { length: 4 }))
  /** Puts a channel's number in its gaps: which channel a token is of stands in its position. */
  const fill = async (all: readonly { tokens: ReturnType<typeof tokenizer.tokenize>; hidden: Uint8Array }[]) =>
    all.map(({ tokens, hidden }) => ({
      ...tokens,
      values: tokens.values.map((value, token) => (hidden[token] === 1 ? tokens.positions[2 * token]! : value)),
    }))

  it('fills channels by name, and leaves them in their order', async () => {
    const inOrder = await fillMissing(gaps, { tokenizer, length: 4, fill })
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const shuffled = { ...gaps, channels: order.map((index) => gaps.channels[index]!) }
        const filled = await fillMissing(shuffled, { tokenizer, length: 4, fill })
        expect(filled.channels).toEqual(order.map((index) => inOrder.channels[index]!))
      }),
    )
    const { statistics } = tokenizer.options
    const expected = names.map((_, channel) => channel * statistics![channel]![0]!.std + statistics![channel]![0]!.mean)
    inOrder.channels.forEach(({ values }, channel) => {
      expect(values[channel]).toBeCloseTo(expected[channel]!, 4)
    })
  })
})
