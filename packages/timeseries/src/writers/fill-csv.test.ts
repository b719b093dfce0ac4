import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLongCsv } from '../readers/csv/long.ts'
import { readWideCsv } from '../readers/csv/wide.ts'
import type { TimeSeries } from '../series/series.ts'
import { toTimeGrid } from '../series/time-grid.ts'
import { chunks, collect } from '../testing/chunks.ts'
import { type FillCsvOptions, fillCsv, writeFilledCsv } from './fill-csv.ts'

/** What a model would do: every channel gets a value at every time of its series. */
function filledWith(series: readonly TimeSeries[], value: number): TimeSeries[] {
  return series.map((one) => ({
    ...one,
    channels: toTimeGrid(one).channels.map((channel) => {
      return { ...channel, values: channel.values.map((old) => (Number.isNaN(old) ? value : old)) }
    }),
  }))
}

async function fillWide(text: string, options: Partial<FillCsvOptions> = {}, value = 0.5): Promise<string> {
  const { escapeFormulas: _, ...how } = { id: 'id', time: 't', ...options }
  const { series, channels, leftOut, timeUnit, ...found } = await readWideCsv(chunks(text), {
    ...how,
    channels: 'rest',
  })
  const filled = filledWith(series, value)
  return (await collect(fillCsv(() => chunks(text, 7), series, filled, { ...how, ...found, ...options }))).join('')
}

async function fillLong(text: string, options: Partial<FillCsvOptions> = {}): Promise<string> {
  const how = { id: 'id', time: 't', channel: 'c', value: 'v', ...options }
  const { series } = await readLongCsv(chunks(text), how)
  return (await collect(fillCsv(() => chunks(text, 7), series, filledWith(series, 0.5), how))).join('')
}

describe('fillCsv of one time stamp a row', () => {
  it('leaves what stands above the header as it is', async () => {
    const above = '# Data source: https://example.org, 2024\r\n#\r\n'
    expect(await fillWide(`${above}id,t,a\r\nx,1,\r\nx,2,3\r\n`)).toBe(`${above}id,t,a\r\nx,1,0.5\r\nx,2,3\r\n`)
  })

  it('changes missing cells alone: rows of several series in any order, other columns, how cells are written', async () => {
    const text = [
      'sky,id, t ,a,"b, c",',
      ' sun ,x,2024-01-30 01:00,1.50,NA,#',
      'rain,y,2024-01-30 01:00,, 2 ,"say ""hi"""',
      '',
      '"two\nlines",x,2024-01-30 02:00,"?",+3e0,',
      'NA,y,2024-01-30 02:00,007,null,',
    ]
    const expected = [...text]
    expected[1] = ' sun ,x,2024-01-30 01:00,1.50,0.5,#'
    expected[2] = 'rain,y,2024-01-30 01:00,0.5, 2 ,"say ""hi"""'
    expected[4] = '"two\nlines",x,2024-01-30 02:00,0.5,+3e0,'
    expected[5] = 'NA,y,2024-01-30 02:00,007,0.5,'
    for (const [end, last] of [
      ['\n', '\n'],
      ['\r\n', ''],
    ] as const) {
      expect(await fillWide(text.join(end) + last)).toBe(expected.join(end) + last)
    }
  })

  it('writes as the file does', async () => {
    expect(await fillWide('id;t;a\nx;0;1,5\nx;1;\n')).toBe('id;t;a\nx;0;1,5\nx;1;0,5\n')
    const quoted = 'id,t,a\nx,0,"1,5"\nx,1,\n'
    expect(await fillWide(quoted, { decimal: ',' })).toBe('id,t,a\nx,0,"1,5"\nx,1,"0,5"\n')
    expect(await fillWide('id,t,a\rx,0,1\rx,1,\r')).toBe('id,t,a\nx,0,1\nx,1,0.5\n')
    expect(await fillWide('id,t,a\nx,0,1\nx,1,-999.0\n', { missing: ['-999'] })).toBe('id,t,a\nx,0,1\nx,1,0.5\n')
  })

  it('leaves what is not filled', async () => {
    expect(await fillWide('id,t,a\nx,0,1\nx,1,NA\n', {}, Number.NaN)).toBe('id,t,a\nx,0,1\nx,1,NA\n')
  })

  it('escapes formulas where that is asked for, and no numbers', async () => {
    const text = 'id,t,a,=n\n@x,-1,-1.5,"=A1,2"\n@x,0,,-\n'
    expect(await fillWide(text)).toBe(text.replace('0,,', '0,0.5,'))
    expect(await fillWide(text, { escapeFormulas: true })).toBe(`id,t,a,'=n\n'@x,-1,-1.5,"'=A1,2"\n'@x,0,0.5,'-\n`)
  })

  it('refuses another file than that of the series', async () => {
    const text = 'id,t,a\nx,0,1\nx,1,\ny,0,1\n'
    const how = { id: 'id', time: 't' }
    const { series } = await readWideCsv(chunks(text), { ...how, channels: 'rest' })
    const changed = [
      text.replace('x,0,1', 'x,0,2'),
      text.replace('x,1,', 'x,1,5'),
      text.replace('y,0,1\n', ''),
      text.replace('y,', 'z,'),
      `${text}y,1,1\n`,
    ]
    for (const other of changed) {
      const error = await caught(() => collect(fillCsv(() => chunks(other), series, filledWith(series, 0.5), how)))
      expect(error.code).toBe('TIMESERIES_CSV_OTHER_FILE')
    }
  })
})

describe('fillCsv of one observation a row', () => {
  it('makes the rows that are not there, in order of time, and says what is the same in all rows', async () => {
    const text =
      'id,city,t,c,v,unit\nx,Ulm,00:1,p,1.0,K\nx,Ulm,1.0,q,5,m\ny,Rom,1,p,7,K\nx,Ulm,02,p,,K\nx,Ulm,3,p,3,K\n'
    const { series } = await readLongCsv(chunks(text.replace('00:1', '0')), {
      id: 'id',
      time: 't',
      channel: 'c',
      value: 'v',
    })
    expect(series[0]!.channels[1]!.times).toEqual(Float64Array.of(1))
    expect(await fillLong(text.replace('00:1', '00'))).toBe(
      [
        'id,city,t,c,v,unit',
        'x,Ulm,00,p,1.0,K',
        'x,Ulm,00,q,0.5,',
        'x,Ulm,1.0,q,5,m',
        'x,Ulm,02,q,0.5,',
        'x,Ulm,3,q,0.5,',
        'y,Rom,1,p,7,K',
        'y,Rom,1,q,0.5,K',
        'x,Ulm,1.0,p,0.5,',
        'x,Ulm,02,p,0.5,K',
        'x,Ulm,3,p,3,K',
        '',
      ].join('\n'),
    )
  })

  it('ends each row, whether the file ends its last or not', async () => {
    expect(await fillLong('id,t,c,v\nx,0,p,1\nx,1,q,2')).toBe('id,t,c,v\nx,0,p,1\nx,1,p,0.5\nx,0,q,0.5\nx,1,q,2')
  })

  it('gives what reads back as what was filled, whatever the order of rows; filled once more it stays as it is', async () => {
    const observation = fc.record({
      i: fc.constantFrom('a', 'b'),
      c: fc.constantFrom('p', 'q'),
      v: fc.option(fc.nat()),
    })
    const how = { id: 'id', time: 't', channel: 'c', value: 'v', channels: ['p', 'q'] }
    await fc.assert(
      fc.asyncProperty(fc.array(observation, { minLength: 1, maxLength: 15 }), fc.boolean(), async (rows, isFinal) => {
        const lines = rows.map(({ i, c, v }, t) => `${i},${t},${c},${v ?? ''}`)
        const text = ['id,t,c,v', ...lines].join('\n') + (isFinal ? '\n' : '')
        const { channels: _, ...written } = how
        const { series } = await readLongCsv(chunks(text), how)
        const filled = filledWith(series, 0.5)
        const once = (await collect(fillCsv(() => chunks(text), series, filled, written))).join('')
        const again = await readLongCsv(chunks(once), how)
        const present = new Set(rows.map(({ c }) => c))
        const only = (all: readonly TimeSeries[]) =>
          all.map(({ id, channels }) => [id, ...channels.filter(({ name }) => present.has(name as 'p'))])
        expect(only(again.series)).toEqual(only(filled))
        const twice = await collect(fillCsv(() => chunks(once), again.series, again.series, written))
        expect(twice.join('')).toBe(once)
      }),
      { numRuns: 80 },
    )
  })
})

it('writeFilledCsv writes in place of the file that it reads, or leaves it', async () => {
  const file = join(await temporaryFolder({ 'a.csv': 't,a\n0,1\n1,\n' }), 'a.csv')
  const { series } = await readWideCsv(file, { time: 't', channels: 'rest' })
  await writeFilledCsv(file, () => file, series, filledWith(series, 2), { time: 't' })
  expect(await readFile(file, 'utf8')).toBe('t,a\n0,1\n1,2\n')
  const error = await caught(() => writeFilledCsv(file, () => file, series, filledWith(series, 2), { time: 't' }))
  expect(error.code).toBe('TIMESERIES_CSV_OTHER_FILE')
  expect(await readFile(file, 'utf8')).toBe('t,a\n0,1\n1,2\n')
})

describe('fillCsv of times that the file does not have', () => {
  /** The series with another time, at a part of the way from the first to the last. */
  const withTime = (series: readonly TimeSeries[], part: number): TimeSeries[] => {
    return series.map((one) => {
      const all = one.channels.flatMap(({ times }) => [...times])
      const [first, last] = [Math.min(...all), Math.max(...all)]
      const clock = { name: 'clock', times: Float64Array.of(first + part * (last - first)), values: Float64Array.of(1) }
      return { ...one, channels: toTimeGrid({ ...one, channels: [...one.channels, clock] }).channels.slice(0, -1) }
    })
  }

  it.each([
    [0.5, 't,v,kind\n2024-01-30 00:00,1.0,k\n2024-01-30 01:00,0.5,k\n2024-01-30 02:00,2.0,k\n'],
    [2, 't,v,kind\n2024-01-30 00:00,1.0,k\n2024-01-30 02:00,2.0,k\n2024-01-30 04:00,0.5,k\n'],
    [-1, 't,v,kind\n2024-01-29 22:00,0.5,k\n2024-01-30 00:00,1.0,k\n2024-01-30 02:00,2.0,k\n'],
  ])('makes rows in the style of their neighbours: a wide file, at %d', async (part, expected) => {
    const text = 't,v,kind\n2024-01-30 00:00,1.0,k\n2024-01-30 02:00,2.0,k\n'
    const { series } = await readWideCsv(chunks(text), { time: 't', channels: ['v'] })
    const filled = filledWith(withTime(series, part), 0.5)
    expect((await collect(fillCsv(() => chunks(text), series, filled, { time: 't' }))).join('')).toBe(expected)
  })

  it('makes rows in the style of their neighbours: a long file', async () => {
    const text = 't,c,v\n0.10,a,1.0\n0.10,b,1.0\n0.30,b,2.0\n'
    const how = { time: 't', channel: 'c', value: 'v' }
    const { series } = await readLongCsv(chunks(text), how)
    const filled = filledWith(withTime(series, 0.5), 0.5)
    expect((await collect(fillCsv(() => chunks(text), series, filled, how))).join('')).toBe(
      't,c,v\n0.10,a,1.0\n0.20,a,0.5\n0.30,a,0.5\n0.10,b,1.0\n0.20,b,0.5\n0.30,b,2.0\n',
    )
  })
})
