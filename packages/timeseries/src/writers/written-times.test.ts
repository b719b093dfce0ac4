import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLongCsv } from '../readers/csv/long.ts'
import { readWideCsv } from '../readers/csv/wide.ts'
import { TimeLayout } from '../readers/time/time-layout.ts'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { sliceTime } from '../series/slice-time.ts'
import { toTimeGrid } from '../series/time-grid.ts'
import { windows } from '../series/windows.ts'
import { chunks } from '../testing/chunks.ts'
import { toLongCsv } from './long.ts'
import { toWideCsv } from './wide.ts'

const wide = { time: 't', channels: ['v'] }
const csv = (times: readonly string[], values: readonly string[] = times.map(() => '1')) =>
  `t,v\n${times.map((time, index) => `${time},${values[index]}\n`).join('')}`
const readWide = async (text: string, options = {}) => (await readWideCsv(chunks(text), { ...wide, ...options })).series

/** The series with rows in between, at these parts of the way from the first time to the last. */
function withTimes([series]: readonly TimeSeries[], parts: readonly number[]): TimeSeries[] {
  const { times } = series!.channels[0]!
  const wanted = Float64Array.from(parts, (part) => times[0]! + part * (times.at(-1)! - times[0]!))
  const clock = { name: 'clock', times: wanted, values: wanted.map(() => Number.NaN) }
  const { channels } = toTimeGrid({ ...series!, channels: [...series!.channels, clock] })
  return [{ ...series!, channels: channels.slice(0, -1) }]
}

const timesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0])

describe('cells come back as they were:', () => {
  it.each([
    csv(['2024-01-30 00:00', '2024-01-30 01:00']),
    csv(['2024-01-30T10:00:00.000100Z', '2024-01-30T10:00:00.000200Z']),
    csv(['2024-01-30T23:00:00+01:00', '2024-01-31T00:00:00+01:00']),
    csv(['20240131', '20240201']),
    csv(['Jan 1 2000', 'Feb 1 2000']),
    csv(['1700000000123456789', '1700000000123456790'], ['12345678901234567', '12345678901234568']),
    csv(['0.10', '0.20', '1'], ['0.000', '1.50', '007']),
    csv(['1e3', '+2000', '3000.'], ['-0', '1E5', '.5']),
  ])('%j', async (text) => {
    expect(await toWideCsv(await readWide(text), wide)).toBe(text)
    const long = { time: 't', value: 'v' }
    expect(await toLongCsv((await readLongCsv(chunks(text), long)).series, long)).toBe(text)
  })

  it('extras and channels with times of their own, too', async () => {
    const text = 't,c,v,e\n1.0,x,2.50,0.10\n1.00,y,3,0.20\n'
    const options = { time: 't', channel: 'c', value: 'v', error: 'e' }
    expect(await toLongCsv((await readLongCsv(chunks(text), options)).series, options)).toBe(text)
  })

  it('with the options that read them', async () => {
    const text = csv(['02/01/2000', '01/02/2000'])
    const options = { timeFormat: '%d/%m/%Y' }
    expect(await toWideCsv(await readWide(text, options), { ...wide, ...options })).toBe(text)
    const parseTime = (time: string) => Number(time.slice(1))
    const odd = csv(['#1', '#2'])
    expect(await toWideCsv(await readWide(odd, { parseTime }), { ...wide, parseTime })).toBe(odd)
    const comma = 't;v\n0,50;1,50\n1,5;2\n'
    const european = { decimal: ',', delimiter: ';' } as const
    expect(await toWideCsv(await readWide(comma, european), { ...wide, ...european })).toBe(comma)
  })

  it('of parts and windows', async () => {
    const series = (await readWide(csv(['0.10', '0.20', '0.30', '0.40'], ['1.0', '2.0', '3.0', '4.0'])))[0]!
    expect(await toWideCsv([sliceTime(series, { from: 0.15, to: 0.35 })], wide)).toBe('t,v\n0.20,2.0\n0.30,3.0\n')
    const last = windows(series, { length: 0.2 }).at(-1)!
    expect(await toWideCsv([last], wide)).toContain('0.40,4.0\n')
  })

  it('but not where the number is another one now', async () => {
    const [series] = await readWide(csv(['0.10', '0.20'], ['1.0', '2.0']))
    const [channel] = series!.channels
    const changed = { ...channel!, times: channel!.times.map((t) => t + 1), values: channel!.values.map((v) => v + 1) }
    expect(await toWideCsv([{ ...series!, channels: [changed] }], wide)).toBe('t,v\n1.1,2\n1.2,3\n')
  })
})

describe('rows that the file did not have are in the style of their neighbours:', () => {
  it.each<[times: string[], between: string]>([
    [['2024-01-30 00:00', '2024-01-30 02:00'], '2024-01-30 01:00'],
    [['2024-01-29 22:00', '2024-01-30 02:00'], '2024-01-30 00:00'],
    [['2024-01-30T10:00:00.000100Z', '2024-01-30T10:00:00.000300Z'], '2024-01-30T10:00:00.000200Z'],
    [['2024-01-30T10:00:00.000100', '2024-01-30T10:00:00.000200'], '2024-01-30T10:00:00.000150'],
    [['2024-01-30T23:00+01:00', '2024-01-31T01:00+01:00'], '2024-01-31T00:00+01:00'],
    [['2024-01-30 23:00 UTC', '2024-01-31 01:00 UTC'], '2024-01-31 00:00 UTC'],
    [['20240130', '20240201'], '20240131'],
    [['20240130', '20240131'], '20240130T120000'],
    [['2024-01-30', '2024-02-01'], '2024-01-31'],
    [['2024-01-30', '2024-01-31'], '2024-01-30T12:00:00'],
    [['2024-01-30 10:00', '2024-01-30 10:01'], '2024-01-30 10:00:30'],
    [['2024-01-30 10:00:00', '2024-01-30 10:00:01'], '2024-01-30 10:00:00.500'],
    [['2024013010', '2024013012'], '2024013011'],
    [['Jan 1 2000', 'Jan 3 2000'], 'Jan 2 2000'],
    [['01-JAN-2000', '03-JAN-2000'], '02-JAN-2000'],
    [['1/1/2000 11:00 AM', '1/1/2000 01:00 PM'], '1/1/2000 12:00 PM'],
    [['2000-001', '2000-003'], '2000-002'],
    [['0.10', '0.30'], '0.20'],
    [['0.1', '0.3'], '0.2'],
    [['1', '2'], '1.5'],
    [['1.00', '2.00'], '1.50'],
    [['1700000000123456789', '1700000000123456791'], '1700000000123456790'],
    [['1700000000.000100', '1700000000.000300'], '1700000000.0002'],
  ])('%j', async (times, between) => {
    const options = times[0]!.includes('1/1') ? { timeFormat: '%-m/%-d/%Y %I:%M %p' } : {}
    const filled = withTimes(await readWide(csv(times), options), [0.5])
    expect(timesOf(await toWideCsv(filled, { ...wide, ...options }))).toEqual([times[0], between, times[1]])
  })

  it('a thousand of them stay apart', async () => {
    const read = await readWide(csv(['2024-01-30T10:00:00.000000Z', '2024-01-30T10:00:00.100000Z']))
    const parts = Array.from({ length: 999 }, (_, index) => (index + 1) / 1000)
    const times = timesOf(await toWideCsv(withTimes(read, parts), wide))
    expect(times).toHaveLength(1001)
    expect(times.slice(0, 3).map((time) => time!.slice(20))).toEqual(['000000Z', '000100Z', '000200Z'])
    expect(new Set(times).size).toBe(1001)
  })
})

describe('dates of series from no file', () => {
  const written = async (times: number[]) =>
    timesOf(await toWideCsv([fromGrid({ id: 'a', values: [times], times })], { ...wide, timeUnit: 'seconds' }))

  it('all have a time of day, or none has', async () => {
    expect(await written([0, 86_400])).toEqual(['1970-01-01', '1970-01-02'])
    expect(await written([0, 3600])).toEqual(['1970-01-01T00:00:00Z', '1970-01-01T01:00:00Z'])
  })

  it('have as many digits as they need', async () => {
    expect(await written([1e9, 1e9 + 1e-4])).toEqual(['2001-09-09T01:46:40Z', '2001-09-09T01:46:40.000100Z'])
  })
})

describe('written, read and written again is the same text,', () => {
  const start = Date.UTC(2000, 0) / 864e5
  const style = fc.constantFrom(
    '%Y-%m-%d %H:%M:%S.%f',
    '%Y-%m-%dT%H:%M:%S.%f%z',
    '%Y/%m/%d %H:%M',
    '%d %b %Y %H:%M:%S',
    '%Y%m%d',
    '%d/%m/%Y %I:%M %p',
  )
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 10 })
    .map((days) => days.sort((a, b) => a - b).map((one) => start + one / 8))
  const number = fc.double({ noNaN: true, noDefaultInfinity: true })

  it('whatever the style of dates', async () => {
    const like = { whole: 0, part: 0, offset: 60, zone: '+01:00', digits: 3, hasTime: true }
    const property = fc.asyncProperty(style, times, async (timeFormat, times) => {
      const layout = TimeLayout.of(timeFormat) as TimeLayout
      const texts = times.map((time) => layout.write({ whole: time * 864e5, part: 0 }, like)!)
      const given = csv([...new Set(texts)])
      const options = timeFormat.includes('%p') ? { timeFormat } : {}
      const once = await toWideCsv(await readWide(given, options), { ...wide, ...options })
      expect(once).toBe(given)
      expect(await toWideCsv(await readWide(once, options), { ...wide, ...options })).toBe(once)
      // Without its texts it is written in another style, of the same times.
      const [series] = await readWide(given, options)
      const bare = { ...series!, channels: series!.channels.map(({ text, ...channel }) => channel) }
      const other = await readWide(await toWideCsv([bare], { ...wide, timeUnit: 'days' }))
      expect(other[0]!.channels[0]!.times).toEqual(series!.channels[0]!.times)
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it('whatever the digits of times and values', async () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 25 })
    const text = fc.oneof(
      number.map(String),
      fc.tuple(digits, digits).map(([whole, fraction]) => `${whole.join('')}.${fraction.join('')}`),
      digits.map((all) => all.join('')),
    )
    const property = fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), text, async (values, time) => {
      const rows = values.map((value, index) => [`9${'0'.repeat(index)}${time.replace(/^-|e.*/g, '')}`, value])
      const given = `t,v\n${rows.map((row) => `${row.join(',')}\n`).join('')}`
      const options = { timeFormat: 'number' }
      const once = await toWideCsv(await readWide(given, options), { ...wide, ...options })
      expect(once).toBe(given)
      expect(await toWideCsv(await readWide(once, options), { ...wide, ...options })).toBe(once)
    })
    await fc.assert(property, { numRuns: 200 })
  })
})
