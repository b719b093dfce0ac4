import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { chunks, collect } from '../../testing/chunks.ts'
import { fillCsv } from '../../writers/fill-csv.ts'
import { readCsvColumns } from '../csv/columns.ts'
import { readLongCsv } from '../csv/long.ts'
import { readWideCsv } from '../csv/wide.ts'

const wide = [
  '{"t": "2024-01-01", "id": "a", "note": {"x": [1, "},"]}, "level": 1.50, "flow": 9007199254740993}',
  '  { "id":"a", "t":"2024-01-02","level":null , "flow" : 2e0}\r',
  '',
  '{"t": "2024-01-04", "id": "a", "flow": 3, "note": null}',
  '{"t": "2024-01-01", "id": "b \\u00e9\\"", "level": -4, "flow": "5"}',
]
const text = wide.join('\n')
const lateField = `${Array.from({ length: 70_000 }, (_, time) => `{"a": ${time}, "b": 2}\n`).join('')}{"c": 3}`
const options = { time: 't', id: 'id', channels: 'rest', ignore: ['note'] } as const

describe('JSON Lines', () => {
  it.each([1, 7, 10_000])('are read as a table is, in chunks of %d characters', async (size) => {
    const { series, channels, timeUnit } = await readWideCsv(chunks(text, size), options)
    expect([channels, timeUnit]).toEqual([['level', 'flow'], 'days'])
    expect(series.map(({ id }) => id)).toEqual(['a', 'b é"'])
    const [level, flow] = series[0]!.channels
    expect(Array.from(level!.values)).toEqual([1.5, Number.NaN, Number.NaN])
    expect(Array.from(flow!.values)).toEqual([9007199254740992, 2, 3])
    // No digit is lost on the way back.
    expect(flow!.text?.values?.[0]).toBe('9007199254740993')
    expect(level!.times[2]! - level!.times[0]!).toBe(3)
  })

  it('are told by a name or by how they begin', async () => {
    expect(await readCsvColumns(chunks('\n {"a": 1, "b": 2}'))).toEqual(['a', 'b'])
    expect(await readCsvColumns(chunks('{a},b\n1,2'))).toEqual(['{a}', 'b'])
    const file = (name: string, content: Uint8Array | string) => new File([content as never], name)
    expect(await readCsvColumns(file('x.ndjson', '{"a": 1}'))).toEqual(['a'])
    expect(await readCsvColumns(file('x.jsonl.gz', gzipSync('{"a": 1}\n')))).toEqual(['a'])
  })

  it('are written back with their gaps filled, and else to the character', async () => {
    const read = (await readWideCsv(chunks(text), options)).series
    const filled = read.map((one) => ({
      ...one,
      channels: one.channels.map((channel) => ({
        ...channel,
        values: channel.values.map((value) => (Number.isNaN(value) ? 0.25 : value)),
      })),
    }))
    const { channels: _, ignore: __, ...columns } = options
    const again = async (series: typeof read) =>
      (await collect(fillCsv(() => chunks(text), read, series, columns))).join('')
    expect(await again(read)).toBe(text)
    const expected = [
      wide[0],
      wide[1]!.replace('null', '0.25'),
      '',
      '{"t": "2024-01-04", "id": "a", "flow": 3, "note": null, "level": 0.25}',
      wide[4],
    ]
    expect(await again(filled)).toBe(expected.join('\n'))
  })

  it('get rows of their own kind where a channel has none at a time', async () => {
    const long = '{"t":1,"c":"x","v":1}\n{"t":3,"c":"x","v":3}\n{"t":1,"c":"y","v":5}\n'
    const columns = { time: 't', channel: 'c', value: 'v' }
    const { series: read } = await readLongCsv(chunks(long), columns)
    const times = Float64Array.of(1, 3)
    const filled = [
      {
        ...read[0]!,
        channels: read[0]!.channels.map((channel) => ({
          ...channel,
          times,
          values: Float64Array.of(channel.values[0]!, 3),
        })),
      },
    ]
    const written = await collect(fillCsv(() => chunks(long), read, filled, columns))
    expect(written.join('')).toBe(`${long}{"t":3,"c":"y","v":3}\n`)
  })

  it.each([
    ['{"a": 1}\n{"a": }', 'TIMESERIES_JSON_SYNTAX', { line: 2 }],
    ['{"a": 1}\n[1]', 'TIMESERIES_JSON_SYNTAX', { line: 2, reason: 'it is no object' }],
    ['{"a": 1, "b": 1, "a": 2}', 'TIMESERIES_JSON_SYNTAX', { line: 1, reason: 'it has the field "a" twice' }],
    ['{"a": NaN}', 'TIMESERIES_JSON_SYNTAX', { line: 1 }],
    ['{"a": 1}\n{"a": 2', 'TIMESERIES_JSON_SYNTAX', { line: 2 }],
    ['{}\n', 'TIMESERIES_NO_DATA', {}],
    [lateField, 'TIMESERIES_JSON_LATE_FIELD', { line: 70_001, name: 'c' }],
    [`{"a": 1, "b": "${'x'.repeat(100)}`, 'TIMESERIES_LIMIT', { line: 1 }],
    ['{"a": 1, "b": [2]}', 'TIMESERIES_BAD_NUMBER', { line: 1, column: 2 }],
  ])('say what is wrong', async (wrong, code, fields) => {
    const read = readWideCsv(chunks(wrong, 1000), { time: 'a', channels: ['b'], maxRowLength: 60 })
    await expect(read).rejects.toThrowRomae(code, fields)
  })
})

describe('compressed files', () => {
  const csv = 't,x\n1,2\n2,3\n'
  it('are read as what they hold', async () => {
    const read = await readWideCsv(new File([gzipSync(csv)], 'x.csv.gz'), { time: 't', channels: 'rest' })
    expect(Array.from(read.series[0]!.channels[0]!.values)).toEqual([2, 3])
  })

  it('say where they are damaged', async () => {
    const read = (bytes: Uint8Array) =>
      readWideCsv(new File([bytes as never], 'x.csv.gz'), { time: 't', channels: 'rest' })
    const whole = gzipSync(csv)
    await expect(read(whole.subarray(0, 25))).rejects.toThrowRomae('TIMESERIES_DAMAGED_ARCHIVE', { file: 'x.csv.gz' })
    await expect(read(Buffer.concat([whole, whole.subarray(0, 4)]))).rejects.toThrowRomae('TIMESERIES_DAMAGED_ARCHIVE')
    // A window of two gigabytes.
    const bomb = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 1, 0, 0)
    await expect(read(bomb)).rejects.toThrowRomae('TIMESERIES_ARCHIVE_TOO_LARGE', { file: 'x.csv.gz' })
  })
})
