import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { chunks } from '../../testing/chunks.ts'
import { readLongCsv } from '../csv/long.ts'
import { readWideCsv } from '../csv/wide.ts'
import type { TimeOptions } from './time-options.ts'

/** A file with these times. */
const file = (times: readonly string[]) => chunks(`t,v\n${times.map((time) => `"${time}",1\n`).join('')}`)

async function read(times: readonly string[], options: TimeOptions = {}) {
  const { series, timeUnit } = await readWideCsv(file(times), { time: 't', channels: 'rest', ...options })
  return { times: [...series[0]!.channels[0]!.times], timeUnit, origin: series[0]!.timeOrigin }
}

const day = (year: number, month: number, date = 1, hour = 0, minute = 0, second = 0) =>
  Date.UTC(year, month - 1, date, hour, minute, second) / 864e5

describe('dates that can be read in one way only', () => {
  it.each<[text: string, days: number]>([
    ['1970-01-01', 0],
    ['2012-02-29', day(2012, 2, 29)],
    ['0001-01-01', -719_162],
    ['2012-01-31T06:30', day(2012, 1, 31, 6, 30)],
    ['2012-01-31 06:30:15', day(2012, 1, 31, 6, 30, 15)],
    ['2012-01-31T06:30+02:00', day(2012, 1, 31, 4, 30)],
    ['2012-01-31T06:30-09:30', day(2012, 1, 31, 16)],
    ['2012-01-31T06:30+0200', day(2012, 1, 31, 4, 30)],
    ['2012-01-31T06:30+02', day(2012, 1, 31, 4, 30)],
    ['2012-01-31 06:30 UTC', day(2012, 1, 31, 6, 30)],
    ['2012-01-31 06:30:00 +0000', day(2012, 1, 31, 6, 30)],
    ['2012-01-31 24:00', day(2012, 2, 1)],
    ['2012-01-31T10', day(2012, 1, 31, 10)],
    ['2015/01/01 01:00:00', day(2015, 1, 1, 1)],
    ['2015/1/2 3:04', day(2015, 1, 2, 3, 4)],
    ['1949-01', day(1949, 1)],
    ['Jan 1 2000', day(2000, 1)],
    ['January 31, 2000', day(2000, 1, 31)],
    ['31-Jan-2000', day(2000, 1, 31)],
    ['31 JAN 2000 10:00', day(2000, 1, 31, 10)],
    ['Sept 1, 2000', day(2000, 9)],
    ['Jan 2000', day(2000, 1)],
    ['31.12.2012 1:00', day(2012, 12, 31, 1)],
    ['2000Q3', day(2000, 7)],
    ['Sat, 01 Jan 2000 10:00:00 +0000', day(2000, 1, 1, 10)],
    ['Sat Jan  1 10:00:00 2000', day(2000, 1, 1, 10)],
    ['01/Jan/2000:10:00:00 +0000', day(2000, 1, 1, 10)],
    ['2000-01-02 1:00 PM', day(2000, 1, 2, 13)],
    ['2000-01-02 12:00 am', day(2000, 1, 2)],
    ['2000-060', day(2000, 2, 29)],
    ['13/01/2000', day(2000, 1, 13)],
    ['20240131', day(2024, 1, 31)],
    ['2024013112', day(2024, 1, 31, 12)],
    ['20240131101500', day(2024, 1, 31, 10, 15)],
    ['20240131T1015Z', day(2024, 1, 31, 10, 15)],
  ])('%s', async (text, days) => {
    expect(await read([text])).toEqual({ times: [days], timeUnit: 'days', origin: undefined })
  })

  it.each([
    '2011-02-29',
    '2012-13-01',
    '2012-00-10',
    '12-01-01',
    '2012-01-01T23:60',
    '2012-01-01T24:01',
    '2012-01-01Z',
    '2012-01-01T10:00+25:00',
    '2012-01-01 13:00 PM',
    '31/12/99',
    '2001-366',
    'Janus 1 2000',
    'Febtember 1 2000',
    '',
  ])('is none: %j', async (text) => {
    await expect(async () => read([text])).rejects.toThrowRomae('TIMESERIES_BAD_TIME')
  })
})

describe('digits and strokes that may be several things', () => {
  it.each<[times: string[], line: number, formats: string[]]>([
    [['202401', '202402'], 2, ['number', '%Y%m']],
    [['01/02/2012'], 2, ['%d/%m/%Y', '%m/%d/%Y']],
    [['1/2/2012 10:00'], 2, ['%-d/%-m/%Y %H:%M', '%-m/%-d/%Y %H:%M']],
    [['0900', '0930', '1000', '1047'], 4, ['number', '%H%M']],
    [['900', '930', '1000', '1030'], 4, ['number', '%H%M']],
  ])('%j: refused, with every reading', async (times, line, timeFormats) => {
    const error = await caught(() => read(times))
    expect(error.code).toBe('TIMESERIES_AMBIGUOUS_TIME')
    expect(error.fields.line).toBe(line)
    const { choices } = error.fields as { choices: { timeFormat: string }[] }
    expect(choices.map(({ timeFormat }) => timeFormat)).toEqual(timeFormats)
    for (const timeFormat of timeFormats) {
      const { timeUnit } = await read(times, { timeFormat })
      expect(timeUnit).toBe(timeFormat === 'number' ? undefined : 'days')
    }
  })

  it.each([
    [['0', '1', '59', '60']],
    [['0', '100', '200', '300']],
    [['1', '2', '5', '10', '20', '50', '100', '200']],
    [['1700000000', '1700000001']],
    [['20240132', '20240133']],
    [['200013', '200014']],
    [['99990101', '99990102']],
  ])('%j: numbers', async (times) => {
    expect((await read(times)).times).toEqual(times.map(Number))
  })

  it('may be numbers by option, and are months where dates were asked for', async () => {
    expect((await read(['20240131', '20240132'], { timeFormat: 'number' })).times).toEqual([20240131, 20240132])
    expect((await read(['202401', '202402'], { timeUnit: 'days' })).times).toEqual([day(2024, 1), day(2024, 2)])
    const error = await caught(() => read(['20240131', '20240132']))
    expect(error).toMatchObject({ code: 'TIMESERIES_BAD_TIME', fields: { line: 3 } })
    expect(error.message).toContain('timeFormat "number"')
  })
})

describe('zones', () => {
  it.each([
    ['2024-01-30T10:00Z', '2024-01-30T11:00'],
    ['2024-01-30T10:00', '2024-01-30T11:00Z'],
    ['Jan 1 2000 10:00', 'Jan 1 2000 11:00 +0100'],
    ['2024-01-30', '2024-01-31T00:00+02:00'],
  ])('%s beside %s: refused, with both rows', async (one, other) => {
    const error = await caught(() => read([one, other]))
    expect(error).toMatchObject({ code: 'TIMESERIES_MIXED_ZONES', fields: { line: 3, text: other } })
    expect(error.fields).toMatchObject({ otherLine: 2, otherText: one })
  })

  it('may change, and days go with UTC', async () => {
    const times = ['2024-03-31T01:00+01:00', '2024-03-31T03:00+02:00']
    expect((await read(times)).times).toEqual([day(2024, 3, 31), day(2024, 3, 31, 1)])
    expect((await read(['1970-01-02', '1970-01-02T06:00Z'])).times).toEqual([1, 1.25])
  })
})

describe('options', () => {
  it.each<[options: TimeOptions, text: string, days: number]>([
    [{ timeFormat: '%d/%m/%y %H:%M' }, '31/12/99 06:00', day(1999, 12, 31, 6)],
    [{ timeFormat: '%d/%m/%y' }, '01/02/03', day(2003, 2, 1)],
    [{ timeFormat: '%H%M' }, '930', 9.5 / 24],
    [{ timeFormat: '%Y week of %j' }, '2000 week of 060', day(2000, 2, 29)],
    [{ parseTime: (text) => new Date(Number(text) * 1000) }, '86400', 1],
    [{ parseTime: (text) => `${text}-01-01` }, '2000', day(2000, 1)],
  ])('%o reads %s', async (options, text, days) => {
    expect((await read([text], options)).times).toEqual([days])
  })

  it('parseTime may give numbers', async () => {
    expect(await read(['a1', 'a3'], { parseTime: (text) => Number(text.slice(1)) })).toMatchObject({ times: [1, 3] })
  })

  it.each<[options: object, key: string]>([
    [{ timeFormat: '%d/%m' }, 'timeFormat'],
    [{ timeFormat: '%Q' }, 'timeFormat'],
    [{ timeFormat: '%Y %Y' }, 'timeFormat'],
    [{ timeFormat: '%I:%M' }, 'timeFormat'],
    [{ timeFormat: 'DD/MM/YYYY' }, 'timeFormat'],
    [{ timeFormat: 5 }, 'timeFormat'],
    [{ timeFormat: 'number', timeUnit: 'days' }, 'timeUnit'],
    [{ timeFormat: '%Y', parseTime: () => 1 }, 'timeFormat'],
    [{ parseTime: '%Y' }, 'parseTime'],
    [{ timeUnit: 'weeks' }, 'timeUnit'],
  ])('%o is refused', async (options, key) => {
    expect(await caught(() => read(['1'], options))).toMatchObject({
      code: 'TIMESERIES_INVALID_OPTION',
      fields: { key },
    })
  })

  it.each<[what: string, parseTime: (text: string) => unknown]>([
    ['nothing', () => undefined],
    ['NaN', () => Number.NaN],
    ['no date', () => new Date('no date')],
    ['a text that is no date', () => 'tomorrow'],
    [
      'an error',
      () => {
        throw new Error('not mine')
      },
    ],
  ])('parseTime that gives %s is named', async (_, parseTime) => {
    const error = await caught(() => read(['x'], { parseTime } as TimeOptions))
    expect(error).toMatchObject({ code: 'TIMESERIES_BAD_TIME', fields: { line: 2, text: 'x' } })
  })

  it('a time that is not of the format is named', async () => {
    const error = await caught(() => read(['31/12/2012', '2013-01-01'], { timeFormat: '%d/%m/%Y' }))
    expect(error).toMatchObject({ code: 'TIMESERIES_BAD_TIME', fields: { line: 3, text: '2013-01-01' } })
  })
})

describe('times are exact:', () => {
  it.each<[times: string[], steps: number[], origin: string | undefined, unit: TimeOptions['timeUnit']]>([
    [['1700000000123456789', '1700000000123456790'], [0, 1], '1700000000123456789', undefined],
    [['1700000000.000100', '1700000000.000200'], [0, 1e-4], '1700000000.000100', undefined],
    [
      ['2024-01-30T10:00:00.000100', '2024-01-30T10:00:00.000200'],
      [0, 100],
      '2024-01-30T10:00:00.000100000Z',
      'microseconds',
    ],
    [
      ['2024-01-30T10:00:00.000000001Z', '2024-01-30T10:00:00.000000003Z'],
      [0, 2],
      '2024-01-30T10:00:00.000000001Z',
      'nanoseconds',
    ],
    [['9007199254740990', '9007199254740991'], [9007199254740990, 9007199254740991], undefined, undefined],
    [['1700000000123', '1700000000124'], [1700000000123, 1700000000124], undefined, undefined],
    [['0.1', '0.2'], [0.1, 0.2], undefined, undefined],
  ])('%j', async (times, steps, origin, timeUnit) => {
    const got = await read(times, timeUnit && { timeUnit })
    expect(got.times).toEqual(steps)
    expect(got.origin).toBe(origin)
  })

  it('of all channels of a series, from its first', async () => {
    const text = 'c,t,v\na,1700000000123456790,1\nb,1700000000123456789,1\nb,1700000000123456791,1\n'
    const { series } = await readLongCsv(chunks(text), { time: 't', channel: 'c', value: 'v' })
    expect(series[0]!.timeOrigin).toBe('1700000000123456789')
    expect(series[0]!.channels.map(({ times }) => [...times])).toEqual([[1], [0, 2]])
  })

  it('and their order is', async () => {
    const error = await caught(() => read(['1700000000123456790', '1700000000123456789']))
    expect(error.code).toBe('TIMESERIES_ROW_ORDER')
    await expect(async () => read(['1700000000123456789', '1700000000123456789'])).rejects.toThrowRomae(
      'TIMESERIES_ROW_ORDER',
    )
  })
})

it('a format with many spaces takes no longer than one', async () => {
  const timeFormat = `%Y${' '.repeat(12)}%m`
  expect((await read(['2012 03'], { timeFormat })).times).toEqual([day(2012, 3)])
  const error = await caught(() => read([`2012${' '.repeat(900)}x`], { timeFormat }))
  expect(error.code).toBe('TIMESERIES_BAD_TIME')
}, 5000)
