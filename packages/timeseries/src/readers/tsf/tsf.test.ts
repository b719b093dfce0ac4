import { describe, expect, it } from 'vitest'
import { collect } from '../../testing/chunks.ts'
import { fillCsv } from '../../writers/fill-csv.ts'
import { readWideCsv } from '../csv/wide.ts'
import { startOf, stepOf, timeAt } from './tsf-steps.ts'

const head = ['# a comment', '@relation x', '@attribute series_name string', '@attribute start_timestamp date']
const monthly = [
  ...head,
  '@frequency monthly',
  '@horizon 4',
  '@missing true',
  '@data',
  'T1:1979-01-31 00-00-00:1.50,?,3',
  'T2:1980-01-01 00-00-00:-4,5e2',
]
const file = (lines: readonly string[], name = 'a.tsf') => new File([`${lines.join('\n')}\n`], name)
const options = { time: 'time', id: 'series_name', channels: ['value'] } as const

describe('a .tsf file', () => {
  it('has a row a value, at dates by its frequency', async () => {
    const { series, timeUnit } = await readWideCsv(file(monthly), options)
    expect([timeUnit, series.map(({ id }) => id)]).toEqual(['days', ['T1', 'T2']])
    expect([...series[0]!.channels[0]!.values]).toEqual([1.5, Number.NaN, 3])
    const [first, , third] = series[0]!.channels[0]!.times
    expect(third! - first!).toBe(28 + 31)
    expect([...series[1]!.channels[0]!.values]).toEqual([-4, 500])
  })

  it('counts from 0 where it has no start, or no frequency', async () => {
    const lines = ['@attribute series_name string', '@data', 'T1:1,2']
    const { series, timeUnit } = await readWideCsv(file(lines), options)
    expect([timeUnit ?? null, [...series[0]!.channels[0]!.times]]).toEqual([null, [0, 1]])
  })

  it('is filled as it was, and begins later where only what follows is written', async () => {
    const { series } = await readWideCsv(file(monthly), options)
    const filled = series.map((one) => ({
      ...one,
      channels: one.channels.map((channel) => ({ ...channel, values: channel.values.map((own) => own || 2) })),
    }))
    const places = { time: 'time', id: 'series_name' }
    const whole = await collect(fillCsv(() => file(monthly), series, filled, places))
    expect(whole.join('')).toBe(`${monthly.join('\n').replace('?', '2')}\n`)
    const after = new Map(series.map(({ id, channels: [channel] }) => [id, channel!.times[0]!]))
    const rest = await collect(fillCsv(() => file(monthly), series, filled, { ...places, after }))
    expect(rest.join('')).toMatch(/\nT1:1979-02-28 00-00-00:2,3\nT2:1980-02-01 00-00-00:5e2\n$/)
  })

  it('names the place of what is wrong', async () => {
    const read = (...lines: string[]) => readWideCsv(file(lines), options)
    const wrong = (...lines: string[]) => expect(read(...lines)).rejects
    await wrong(...head, '@data', 'T1:yesterday:1').toThrowRomae('TIMESERIES_TSF_SYNTAX', { line: 6 })
    await wrong(...head, '@data', 'T1:1').toThrow('2 attributes and the values')
    await wrong(...head, '@data', 'T1:1979-01-01 00-00-00:1,,2').toThrow('a number, or ?')
    await wrong(...head, '@frequency fortnightly', '@data', 'x').toThrow('a frequency such as')
    await wrong(...head, '@attribute time string', '@data').toThrow('another name')
    await wrong(...head).toThrowRomae('TIMESERIES_NO_DATA')
    await wrong('1,2').toThrow('starts with @')
    await wrong(...head, '@frequency daily', '@data', 'T1:1979-01-01 00-00-00:1,x').toThrowRomae(
      'TIMESERIES_BAD_NUMBER',
    )
  })
})

it('knows the frequencies of the archive', () => {
  const start = startOf('2012-01-31 23-30-00')!
  const at = (frequency: string, index: number) => timeAt(start, stepOf(frequency)!, index)
  expect(at('4_seconds', 1)).toBe('2012-01-31 23:30:04')
  expect(at('10_minutes', 3)).toBe('2012-02-01 00:00:00')
  expect(at('half_hourly', 2)).toBe('2012-02-01 00:30:00')
  expect(at('weekly', 1)).toBe('2012-02-07 23:30:00')
  expect(at('monthly', 1)).toBe('2012-02-29 23:30:00')
  expect(at('quarterly', 1)).toBe('2012-04-30 23:30:00')
  expect(at('yearly', -1)).toBe('2011-01-31 23:30:00')
  expect([stepOf('constructor'), stepOf('0_days'), startOf('2012-02-30 00-00-00')]).toEqual([null, null, null])
})
