import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { chunks, collect } from '../../testing/chunks.ts'
import { type LongCsvOptions, readLongCsv, streamLongCsv } from './long.ts'
import { readWideCsv, streamWideCsv } from './wide.ts'

const fixture = (name: string) => new URL(`../../../fixtures/${name}`, import.meta.url)
const missing = Number.NaN

const lightCurves: LongCsvOptions = {
  id: 'object',
  time: 'mjd',
  channel: 'band',
  value: 'flux',
  error: 'flux_err',
  label: 'class',
  missing: ['NA'],
}

describe('readLongCsv', () => {
  it('puts rows together by series and channel', async () => {
    const { series, channels, timeUnit } = await readLongCsv(fixture('observations.csv'), lightCurves)
    expect(channels).toEqual(['g', 'r'])
    expect(timeUnit).toBeUndefined()
    expect(series).toEqual([
      {
        id: 'star A',
        label: 'SNIa, bright',
        channels: [
          {
            name: 'g',
            times: Float64Array.of(1, 3.25),
            values: Float64Array.of(10, missing),
            extras: [Float64Array.of(0.1, missing)],
          },
          { name: 'r', times: Float64Array.of(2), values: Float64Array.of(20), extras: [Float64Array.of(0.2)] },
        ],
      },
      {
        id: 'B',
        label: 'AGN',
        channels: [
          { name: 'g', times: Float64Array.of(), values: Float64Array.of(), extras: [Float64Array.of()] },
          {
            name: 'r',
            times: Float64Array.of(1.5),
            values: Float64Array.of(-0.3),
            extras: [Float64Array.of(0.3)],
            text: { values: ['-3e-1'] },
          },
        ],
      },
    ])
  })

  it('reads labels of which a series has several or none, the same in all of its rows', async () => {
    const text = 'id,t,x,a,b,tags\ns,0,1,1,0,p;q\ns,1,2,1,0,p;q\nr,0,1,0.0,NA,\nq,0,1,NA,,NA'
    const options = { id: 'id', time: 't', missing: ['NA'] }
    for (const read of [
      (more: object) => readLongCsv(chunks(text), { ...options, value: 'x', ...more }),
      (more: object) => readWideCsv(chunks(text), { ...options, channels: ['x'], ...more }),
    ]) {
      const indicated = (await read({ labels: ['b', 'a'] })).series
      expect(indicated.map(({ labels }) => labels)).toEqual([
        { has: ['a'], unknown: [] },
        { has: [], unknown: ['b'] },
        undefined,
      ])
      expect(indicated[0]).not.toHaveProperty('label')
      const separated = (await read({ label: 'tags', labelSeparator: ';' })).series
      expect(separated.map(({ labels }) => labels)).toEqual([
        { has: ['p', 'q'], unknown: [] },
        { has: [], unknown: [] },
        undefined,
      ])
      expect(await caught(() => read({ labels: ['tags'] }))).toMatchObject({
        code: 'TIMESERIES_CSV_MEMBERSHIP',
        fields: { line: 2, column: 6, name: 'tags', text: 'p;q' },
      })
      const changing = chunks(text.replace('s,1,2,1,0', 's,1,2,1,1'))
      const other = () => readWideCsv(changing, { ...options, channels: ['x'], labels: ['a', 'b'] })
      expect(await caught(other)).toMatchObject({
        code: 'TIMESERIES_CSV_LABEL',
        fields: { label: '1, 1', previous: '1, 0' },
      })
    }
  })

  it('takes a label cell that says missing for no label, and reads what series belong to', async () => {
    const text = 'id,t,x,y,patient\na,0,1,NA,p1\na,1,2,,p1\nb,0,1,fit,p1\nc,0,1,nan,p2'
    const options = { id: 'id', time: 't', label: 'y', group: 'patient', missing: ['', 'NA'] }
    for (const read of [
      () => readLongCsv(chunks(text), { ...options, value: 'x' }),
      () => readWideCsv(chunks(text), { ...options, channels: 'rest' }),
    ]) {
      const { series, channels } = await read()
      expect(channels).toEqual(['x'])
      expect(series.map(({ label }) => label)).toEqual([undefined, 'fit', 'nan'])
      expect(series.map(({ group }) => group)).toEqual(['p1', 'p1', 'p2'])
      expect('label' in series[0]!).toBe(false)
    }
    // What is said replaces what means missing else, but an empty cell is never a label.
    const { series } = await readLongCsv(chunks('t,x,y\n0,1,NA'), { time: 't', value: 'x', label: 'y', missing: [] })
    expect(series[0]!.label).toBe('NA')
  })

  it('refuses a series of two groups, or of none in between', async () => {
    for (const other of ['q', '']) {
      const text = `id,t,x,patient\na,0,1,p\na,1,1,${other}`
      const error = await caught(() => readLongCsv(chunks(text), { id: 'id', time: 't', value: 'x', group: 'patient' }))
      expect(error.code).toBe(other === '' ? 'TIMESERIES_CSV_EMPTY_CELL' : 'TIMESERIES_CSV_GROUP')
      expect(error.fields.line).toBe(3)
    }
  })

  it('orders channels as asked', async () => {
    const { series } = await readLongCsv(fixture('observations.csv'), { ...lightCurves, channels: ['u', 'r', 'g'] })
    expect(series[0]!.channels.map(({ times }) => [...times])).toEqual([[], [2], [1, 3.25]])
  })

  it('needs neither id nor channel', async () => {
    const { series, channels } = await readLongCsv(chunks('x;t\n5; 1 \n6;2'), { time: 't', value: 'x', delimiter: ';' })
    expect(series).toEqual([
      { id: 'series', channels: [{ name: 'x', times: Float64Array.of(1, 2), values: Float64Array.of(5, 6) }] },
    ])
    expect(channels).toEqual(['x'])
  })

  it.each([1, 2, 3, 1000])('accepts CRLF, a byte order mark and quoted line ends, in chunks of %i', async (size) => {
    const text = '\uFEFF"t","id ""1""",v\r\n1,"a\r\nb",5\r\n\r\n2,"a\r\nb",6'
    const { series } = await readLongCsv(chunks(text, size), { id: 'id "1"', time: 't', value: 'v' })
    expect(series).toEqual([
      { id: 'a\r\nb', channels: [{ name: 'v', times: Float64Array.of(1, 2), values: Float64Array.of(5, 6) }] },
    ])
  })

  it('turns dates into the unit asked for', async () => {
    const text = 't,v\n1970-01-02,1\n1970-01-02T06:00Z,2'
    const times = async (options: Partial<LongCsvOptions>) => {
      const data = await readLongCsv(chunks(text), { time: 't', value: 'v', ...options })
      return [data.timeUnit, ...data.series[0]!.channels[0]!.times]
    }
    expect(await times({})).toEqual(['days', 1, 1.25])
    expect(await times({ timeUnit: 'hours' })).toEqual(['hours', 24, 30])
  })
})

describe('streamLongCsv', () => {
  it('gives out a series when the next begins', async () => {
    async function* broken() {
      yield 'id,t,v\na,1,2\na,2,3\nb,1,2\n'
      yield 'b,0,0\n'
    }
    const items = streamLongCsv(broken(), { id: 'id', time: 't', value: 'v' })
    expect((await items.next()).value).toEqual({
      id: 'a',
      channels: [{ name: 'v', times: Float64Array.of(1, 2), values: Float64Array.of(2, 3) }],
    })
    await expect(async () => items.next()).rejects.toThrowRomae('TIMESERIES_ROW_ORDER')
  })

  it('reads what readLongCsv reads, where rows stand together', async () => {
    const text = 'id,t,c,v\na,1,x,2\na,1,y,3\nb,1,y,2\n'
    const options = { id: 'id', time: 't', channel: 'c', value: 'v', channels: ['x', 'y'] }
    const { series } = await readLongCsv(chunks(text), options)
    expect(await collect(streamLongCsv(chunks(text), options))).toEqual(series)
  })

  it('refuses a series that goes on later, naming both lines', async () => {
    const { channel: _, ...options } = { ...lightCurves, channel: '' }
    const error = await caught(() => collect(streamLongCsv(fixture('observations.csv'), options)))
    expect(error.code).toBe('TIMESERIES_CSV_NOT_GROUPED')
    expect(error.fields).toMatchObject({ line: 5, id: 'star A', previousLine: 3 })
  })

  it('needs to know the channels beforehand', async () => {
    const error = await caught(() => collect(streamLongCsv(fixture('observations.csv'), lightCurves)))
    expect(error.fields).toMatchObject({ of: 'streamLongCsv', key: 'channels' })
  })

  it('closes its source when the reader stops early, or at an error', async () => {
    let open = 0
    async function* source() {
      open += 1
      try {
        yield 'id,t,v\n'
        for (let id = 0; ; id++) yield `${id},1,2\n`
      } finally {
        open -= 1
      }
    }
    for await (const series of streamLongCsv(source(), { id: 'id', time: 't', value: 'v' })) {
      if (series.id === '5') break
    }
    const error = await caught(() => collect(streamLongCsv(source(), { id: 'id', time: 't', value: 'w' })))
    expect(error.code).toBe('TIMESERIES_CSV_NO_COLUMN')
    await new Promise((resolve) => setImmediate(resolve))
    expect(open).toBe(0)
  })
})

describe('readWideCsv', () => {
  it('reads one column a channel, empty cells as missing', async () => {
    const { series, channels, timeUnit } = await readWideCsv(fixture('weather.csv'), { time: 'date', channels: 'rest' })
    expect(channels).toEqual(['rain', 'temperature'])
    expect(timeUnit).toBe('days')
    const times = Float64Array.of(15340, 15341, 15342.5)
    const text = { times: ['2012-01-01', '2012-01-02', '2012-01-03T12:00Z'] }
    expect(series).toEqual([
      {
        id: 'series',
        channels: [
          { name: 'rain', times, values: Float64Array.of(0.5, missing, 2), text },
          { name: 'temperature', times, values: Float64Array.of(10, 11.5, missing), text },
        ],
        timeUnit: 'days',
      },
    ])
  })

  it('takes the channels asked for, of several series', async () => {
    const text = 'city,t,a,b,kind\nx,1,10,100,warm\ny,1,20,200,cold\nx,2,11,101,warm\n'
    const options = { id: 'city', time: 't', label: 'kind', channels: ['b', 'a'] }
    const { series } = await readWideCsv(chunks(text), options)
    expect(series.map(({ id, label }) => [id, label])).toEqual([
      ['x', 'warm'],
      ['y', 'cold'],
    ])
    expect(series[0]!.channels.map(({ values }) => [...values])).toEqual([
      [100, 101],
      [10, 11],
    ])
    const rest = await readWideCsv(chunks(text), { ...options, channels: 'rest' })
    expect(rest.channels).toEqual(['a', 'b'])
    const error = await caught(() => collect(streamWideCsv(chunks(text), options)))
    expect(error.code).toBe('TIMESERIES_CSV_NOT_GROUPED')
  })

  it('reads 200,000 columns, in time', async () => {
    const columns = Array.from({ length: 200_000 }, (_, index) => index)
    const text = `t,c${columns.join(',c')}\n0,${columns.join(',')}\n`
    const start = process.cpuUsage()
    const { series } = await readWideCsv(chunks(text, 65536), { time: 't', channels: 'rest' })
    expect(series[0]!.channels).toHaveLength(200_000)
    expect(series[0]!.channels[199_999]!.values[0]).toBe(199_999)
    const error = await caught(() => readWideCsv(chunks(text), { time: 'tt', channels: 'rest' }))
    expect(error.message).toContain('did you mean "t"?')
    expect(error.message.length).toBeLessThan(300)
    // Of this process alone, however busy the machine is.
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1e6).toBeLessThan(6)
  })
})

describe('a bad CSV file is an error with line and column:', () => {
  const options: LongCsvOptions = { id: 'id', time: 't', channel: 'c', value: 'v', error: 'e', label: 'l' }
  const rows = (...given: string[]) => `id,t,c,v,e,l\na,1,x,5,0.1,p\n${given.join('\n')}`

  it.each<[what: string, text: string, code: string, line: number, column: number]>([
    ['a value that is no number', rows('a,2,x,1.2.3,0,p'), 'BAD_NUMBER', 3, 4],
    ['a hexadecimal value', rows('a,2,x,0x10,0,p'), 'BAD_NUMBER', 3, 4],
    ['an infinite value', rows('a,2,x,1e999,0,p'), 'BAD_NUMBER', 3, 4],
    ['an error that is no number', rows('a,2,x,1,?,p'), 'BAD_NUMBER', 3, 5],
    ['an empty time', rows('a,,x,1,0,p'), 'BAD_TIME', 3, 2],
    ['a date among numbers', rows('a,2012-01-01,x,1,0,p'), 'BAD_TIME', 3, 2],
    ['an unsorted time', rows('a,0.5,x,1,0,p'), 'ROW_ORDER', 3, 2],
    ['a duplicate time', rows('b,1,x,1,0,p', 'a,1.0,x,1,0,p'), 'ROW_ORDER', 4, 2],
    ['a row cut short', rows('a,2,x,1'), 'CSV_ROW_LENGTH', 3, 5],
    ['a row too long', rows('a,2,x,1,0,p,q'), 'CSV_ROW_LENGTH', 3, 7],
    ['an empty id', rows(',2,x,1,0,p'), 'CSV_EMPTY_CELL', 3, 1],
    ['an empty channel', rows('a,2,,1,0,p'), 'CSV_EMPTY_CELL', 3, 3],
    ['a label that changes', rows('a,2,x,1,0,q'), 'CSV_LABEL', 3, 2],
    ['a label that goes missing', rows('a,2,x,1,0,'), 'CSV_LABEL', 3, 2],
    ['a column named twice', 'id,t,id\n1,2,3', 'CSV_DUPLICATE_COLUMN', 1, 3],
    ['a quote that never closes', rows('a,2,"x,1,0,p'), 'CSV_SYNTAX', 3, 3],
    ['a quote inside a cell', rows('a,2,x"y",1,0,p'), 'CSV_SYNTAX', 3, 3],
    ['text after a quote', rows('a,2,"x"y,1,0,p'), 'CSV_SYNTAX', 3, 3],
    ['a NUL', rows('a,2,x,\0,0,p'), 'NOT_TEXT', 3, 7],
  ])('%s', async (_, text, code, line, column) => {
    for (const size of [text.length, 3]) {
      const error = await caught(() => readLongCsv(chunks(text, size), options))
      expect(error.code).toBe(`TIMESERIES_${code}`)
      expect(error.fields).toMatchObject({ file: '<stream>', line, column })
    }
  })

  it('a channel that was not asked for', async () => {
    const error = await caught(() => readLongCsv(chunks(rows()), { ...options, channels: ['y', 'xx'] }))
    expect(error.code).toBe('TIMESERIES_CSV_CHANNEL')
    expect(error.fields).toMatchObject({ line: 2, column: 3, channel: 'x' })
  })

  it('numbers where the unit of dates was given', async () => {
    const error = await caught(() => readLongCsv(chunks(rows()), { ...options, timeUnit: 'days' }))
    expect(error.code).toBe('TIMESERIES_BAD_TIME')
  })

  it.each([
    ['', {}, 'TIMESERIES_NO_DATA'],
    ['id,t,c,v,e,l\r\n\r\n', {}, 'TIMESERIES_NO_DATA'],
    ['id,t,c\n1,2,3', {}, 'TIMESERIES_CSV_NO_COLUMN'],
    [rows(), { value: '' }, 'TIMESERIES_INVALID_OPTION'],
    [rows(), { time: 3 }, 'TIMESERIES_INVALID_OPTION'],
    [rows(), { delimiter: ';;' }, 'TIMESERIES_INVALID_OPTION'],
    [rows(), { delimiter: '"' }, 'TIMESERIES_INVALID_OPTION'],
    [rows(), { timeUnit: 'weeks' }, 'TIMESERIES_INVALID_OPTION'],
    [rows(), { channels: ['x', 'x'] }, 'TIMESERIES_INVALID_OPTION'],
    [rows(), { channels: [] }, 'TIMESERIES_INVALID_OPTION'],
    [rows(), { missing: 'NA' }, 'TIMESERIES_INVALID_OPTION'],
    [rows(), { values: 'v' }, 'TIMESERIES_UNKNOWN_OPTION'],
  ])('%j with %j', async (text, change, code) => {
    await expect(async () => readLongCsv(chunks(text), { ...options, ...change } as never)).rejects.toThrowRomae(code)
  })

  it('a wide file without a channel', async () => {
    const error = await caught(() => readWideCsv(chunks('t\n1'), { time: 't', channels: 'rest' }))
    expect(error.code).toBe('TIMESERIES_NO_DATA')
  })
})
