import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { readLongCsv } from '../readers/csv/long.ts'
import { readWideCsv } from '../readers/csv/wide.ts'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { chunks } from '../testing/chunks.ts'
import { toLongCsv, writeLongCsv } from './long.ts'
import { toWideCsv, writeWideCsv } from './wide.ts'

const stars: TimeSeries[] = [
  {
    id: 'a, "b"\nc',
    label: 'x;y',
    channels: [
      {
        name: 'g',
        times: Float64Array.of(0.1, 1e21),
        values: Float64Array.of(1 / 3, -5e-324),
        extras: [Float64Array.of(1, 2)],
      },
      { name: 'r', times: Float64Array.of(-7), values: Float64Array.of(1e300), extras: [Float64Array.of(0)] },
    ],
  },
  {
    id: '2',
    channels: [
      { name: 'g', times: Float64Array.of(1), values: Float64Array.of(2), extras: [Float64Array.of(3)] },
      { name: 'r', times: Float64Array.of(), values: Float64Array.of(), extras: [Float64Array.of()] },
    ],
  },
]
const long = { id: 'id', time: 't', channel: 'c', value: 'v', error: 'e', label: 'l', channels: ['g', 'r'] }

const missing = Number.NaN
const names = ['rain', 'wind']
const weather = [
  fromGrid({
    id: 'x',
    values: [
      [1, missing, 3],
      [4, 5, 6],
    ],
    times: [15340, 15341.5, 15342],
    names,
  }),
  fromGrid({ id: 'y', values: [[missing], [7]], times: [15340], names }),
]
const wide = { id: 'city', time: 'date', channels: names }

const folder = await temporaryFolder()

describe('long CSV', () => {
  it.each([',', ';', '\t'])('reads back exactly, with the same options and delimiter %j', async (delimiter) => {
    const file = join(folder, 'long.csv')
    await writeLongCsv(file, stars, { ...long, delimiter })
    const { series, channels } = await readLongCsv(file, { ...long, delimiter })
    expect(series).toEqual(stars)
    expect(channels).toEqual(['g', 'r'])
  })

  it('writes only the columns it is asked for', async () => {
    const series = fromGrid({ id: 'a', values: [[1.5, missing]] })
    expect(await toLongCsv([series], { time: 't', value: 'v' })).toBe('t,v\n0,1.5\n1,\n')
    expect(await toLongCsv([series], { time: 't', value: 'v', channel: 'c' })).toBe('t,c,v\n0,0,1.5\n1,0,\n')
  })

  it.each([
    ['several series without an id column', { time: 't', channel: 'c', value: 'v', error: 'e' }, 'INVALID_OPTION'],
    ['several channels without a column', { id: 'id', time: 't', value: 'v', error: 'e' }, 'INVALID_OPTION'],
    ['extras without a column', { id: 'id', time: 't', channel: 'c', value: 'v' }, 'EXTRAS_COUNT'],
    ['names for other channels', { ...long, channels: ['g', 'y'] }, 'CHANNELS'],
    ['an option of the reader', { ...long, missing: [''] }, 'UNKNOWN_OPTION'],
    ['times that are no dates', { ...long, timeUnit: 'days' as const }, 'DATE_RANGE'],
  ])('refuses %s', async (_, options, code) => {
    expect((await caught(() => toLongCsv(stars, options))).code).toBe(`TIMESERIES_${code}`)
  })

  it('names a file that cannot be written', async () => {
    const error = await caught(() => writeLongCsv(join(folder, 'no', 'such', 'folder.csv'), stars, long))
    expect(error.code).toBe('TIMESERIES_CANNOT_WRITE')
  })
})

describe('formulas', () => {
  const point = { times: Float64Array.of(-1), values: Float64Array.of(-0.5) }
  const series: TimeSeries[] = [{ id: '=A1', label: '@SUM(1)', channels: [point, point] }]
  const columns = { id: '+id', time: '-t', label: '-l' }
  const channels = ['=HYPERLINK("x")', '-1']

  it('are text in a wide file that asks for it, while numbers stay numbers', async () => {
    expect(await toWideCsv(series, { ...columns, channels, escapeFormulas: true })).toBe(
      `'+id,'-t,"'=HYPERLINK(""x"")",-1,'-l\n'=A1,-1,-0.5,-0.5,'@SUM(1)\n`,
    )
  })

  it('are text in a long file that asks for it', async () => {
    const options = { ...columns, channel: '\tc', value: 'v', channels, escapeFormulas: true }
    expect(await toLongCsv(series, options)).toBe(
      `'+id,'-t,'\tc,v,'-l\n'=A1,-1,"'=HYPERLINK(""x"")",-0.5,'@SUM(1)\n'=A1,-1,-1,-0.5,'@SUM(1)\n`,
    )
  })

  it('are as they are, as they are read back, where nothing is said', async () => {
    expect(await toWideCsv(series, { ...columns, channels })).toMatch(/^\+id,-t,.*\n=A1,/)
  })

  it('are not escaped by half', async () => {
    const options = { ...columns, channels, escapeFormulas: 'yes' as unknown as boolean }
    await expect(async () => toWideCsv(series, options)).rejects.toThrowRomae('TIMESERIES_INVALID_OPTION')
    await expect(async () => toLongCsv(series, { ...options, value: 'v' })).rejects.toThrowRomae(
      'TIMESERIES_INVALID_OPTION',
    )
  })
})

describe('wide CSV', () => {
  it('reads back exactly, with the same options, dates as dates', async () => {
    const file = join(folder, 'wide.csv')
    await writeWideCsv(file, weather, { ...wide, timeUnit: 'days' })
    const { series, timeUnit } = await readWideCsv(file, wide)
    const withoutText = series.map(({ channels, ...one }) => {
      return { ...one, channels: channels.map(({ text, ...channel }) => channel) }
    })
    expect(withoutText).toEqual(weather.map((one) => ({ ...one, timeUnit: 'days' })))
    expect(timeUnit).toBe('days')
  })

  it('has one row for each time of any channel', async () => {
    const at = (...times: number[]) => ({ times: Float64Array.from(times), values: Float64Array.from(times) })
    const text = await toWideCsv([{ id: 'a', channels: [at(1, 3), at(2, 3)] }], { time: 't', channels: ['x', 'y'] })
    expect(text).toBe('t,x,y\n1,1,\n2,,2\n3,3,3\n')
  })

  it('refuses extras, which have no place in it', async () => {
    expect((await caught(() => toWideCsv(stars, { ...wide, channels: ['g', 'r'] }))).code).toBe(
      'TIMESERIES_EXTRAS_COUNT',
    )
  })
})

describe('groups', () => {
  const groups = ['anna', 'ben, jr.']
  const grouped = weather.map((series, index) => ({ ...series, group: groups[index]! }))

  it('are written and read back', async () => {
    const wide = { id: 'id', time: 'day', group: 'patient', channels: names }
    const long = { id: 'id', time: 'day', group: 'patient', channel: 'sensor', value: 'value', channels: names }
    const [fromWide, fromLong] = [await toWideCsv(grouped, wide), await toLongCsv(grouped, long)]
    const read = [
      await readWideCsv(chunks(fromWide), wide),
      await readLongCsv(chunks(fromLong), { ...long, missing: [''] }),
    ]
    for (const { series } of read) expect(series.map(({ group }) => group)).toEqual(groups)
  })

  it('are needed to be written', async () => {
    const error = await caught(() => toWideCsv(weather, { id: 'id', time: 'day', group: 'patient', channels: names }))
    expect([error.code, error.fields.key]).toEqual(['TIMESERIES_INVALID_OPTION', 'group'])
  })
})
