import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import type { TimeSeries } from '../../series/series.ts'
import { collect } from '../../testing/chunks.ts'
import { fillCsv, writeFilledCsv } from '../../writers/fill-csv.ts'
import { readCsvColumns } from '../csv/columns.ts'
import { TextTable } from '../csv/table.ts'
import { readWideCsv, streamWideCsv } from '../csv/wide.ts'

const folder = fileURLToPath(new URL('../../testing/parquet/', import.meta.url))
const file = (name: string) => join(folder, name)
const expected: Record<string, string[]> = JSON.parse(await readFile(file('types.json'), 'utf8'))

/** The cells of a file, column by column. */
async function cellsOf(source: string | Blob): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  const rows = TextTable.read(source as never, {}, async function* (table) {
    for (const name of table.columns) found[name] = []
    for await (const { cells } of table.rows()) {
      for (const [at, cell] of cells.entries()) found[table.columns[at]!]!.push(cell)
      yield cells
    }
  })
  for await (const _ of rows);
  return found
}

const filledWith = (read: readonly TimeSeries[], value: number) =>
  read.map((one) => ({
    ...one,
    channels: one.channels.map((channel) => ({
      ...channel,
      values: channel.values.map((own) => (Number.isNaN(own) ? value : own)),
    })),
  }))

async function bytesOf(pieces: AsyncIterable<string | Uint8Array>): Promise<Blob> {
  return new Blob((await collect(pieces)) as never)
}

describe('Parquet', () => {
  it.each(['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'])(
    'says what pyarrow wrote, with codec %s',
    async (codec) => {
      expect(await cellsOf(file(`types-${codec}.parquet`))).toEqual(expected)
    },
  )

  it('is a table: roles, times with a zone, whole numbers to the last digit', async () => {
    const options = { time: 'time', id: 'station', channels: 'rest', ignore: ['parts'] } as const
    const { series, channels, timeUnit, leftOut } = await readWideCsv(file('gaps.parquet'), options)
    expect([channels, timeUnit, leftOut]).toEqual([['level', 'count'], 'days', ['note']])
    expect(series.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(Array.from(series[0]!.channels[0]!.values)).toEqual([1.5, Number.NaN, 2.5])
    expect(Array.from(series[1]!.channels[0]!.values)).toEqual([Number.NaN, 4, 5])
    expect(series[1]!.channels[1]!.text?.values?.[2]).toBe('9007199254740993')
    expect(series[0]!.channels[0]!.times[1]! * 24).toBeCloseTo(Date.UTC(2024, 0, 1, 1) / 3_600_000, 6)
    expect(await readCsvColumns(file('gaps.parquet'))).toContain('parts')
  })

  it('is read from a page’s file, a stream and a URL alike', async () => {
    const bytes = await readFile(file('gaps.parquet'))
    const whole = await cellsOf(file('gaps.parquet'))
    async function* stream() {
      for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700)
    }
    for (const source of [
      new File([bytes], 'x'),
      stream(),
      new URL('../../testing/parquet/gaps.parquet', import.meta.url),
    ]) {
      expect(await cellsOf(source as never)).toEqual(whole)
    }
  })

  it('is filled into a file of its columns and types, where nothing else has changed', async () => {
    const options = { time: 'time', id: 'station', channels: ['level', 'count'] }
    const { series: read } = await readWideCsv(file('gaps.parquet'), options)
    const place = join(await temporaryFolder(), 'filled.parquet')
    const { channels: _, ...columns } = options
    await writeFilledCsv(place, () => file('gaps.parquet'), read, filledWith(read, 7.6), columns)
    const [before, after] = [await cellsOf(file('gaps.parquet')), await cellsOf(place)]
    expect(after).toEqual({
      ...before,
      level: ['1.5', '7.6', '2.5', '7.6', '4', '5'],
      // Whole numbers stay whole.
      count: ['1', '2', '8', '4', '5', '9007199254740993'],
    })
  })

  it('stays as it is where nothing is filled, whatever its types', async () => {
    const columns = { time: 'row', channels: ['int64', 'half', 'decimal'] }
    const { series: read } = await readWideCsv(file('types-zstd.parquet'), columns)
    const again = await bytesOf(fillCsv(() => file('types-zstd.parquet'), read, read, { time: 'row' }))
    expect(await cellsOf(again)).toEqual(expected)
    const filled = await bytesOf(
      fillCsv(() => file('types-zstd.parquet'), read, filledWith(read, -1.26), { time: 'row' }),
    )
    expect(await cellsOf(filled)).toEqual({
      ...expected,
      // To the nearest that the type has.
      int64: expected.int64!.with(3, '-1'),
      half: expected.half!.map((text) => text || '-1.259765625'),
      decimal: expected.decimal!.with(3, '-1.2600000000'),
    })
    const unsigned = { time: 'row', channels: ['uint64'] }
    const { series: small } = await readWideCsv(file('types-zstd.parquet'), unsigned)
    const negative = fillCsv(() => file('types-zstd.parquet'), small, filledWith(small, -1.26), { time: 'row' })
    await expect(collect(negative)).rejects.toThrowRomae('TIMESERIES_PARQUET_VALUE', { line: 4, name: 'uint64' })
  })

  it('of lists has a series a row, and gets its lists back', async () => {
    const { series: read } = await readWideCsv(file('lists.parquet'), {
      time: 'time',
      channels: ['level'],
      label: 'kind',
    })
    expect(read.map(({ id, label }) => [id, label])).toEqual([
      ['1', 'x'],
      ['2', 'y'],
    ])
    const named = await collect(
      streamWideCsv(file('lists.parquet'), { time: 'time', channels: ['level'], id: 'station' }),
    )
    expect(named.map(({ channels }) => Array.from(channels[0]!.values))).toEqual([
      [1, Number.NaN, 3],
      [4, 5],
    ])
    const filled = await bytesOf(fillCsv(() => file('lists.parquet'), read, filledWith(read, 2), { time: 'time' }))
    expect(await cellsOf(filled)).toEqual({
      ...(await cellsOf(file('lists.parquet'))),
      level: ['["1","2","3"]', '["4","5"]'],
    })
  })

  it('says where it is damaged', async () => {
    const bytes = await readFile(file('types-gzip.parquet'))
    const read = (content: Uint8Array) => cellsOf(new File([content as never], 'x.parquet'))
    const damaged = { file: 'x.parquet' }
    await expect(read(bytes.subarray(0, -9))).rejects.toThrowRomae('TIMESERIES_DAMAGED_PARQUET', damaged)
    await expect(read(bytes.subarray(0, 4))).rejects.toThrowRomae('TIMESERIES_DAMAGED_PARQUET', damaged)
    const changed = Buffer.from(bytes)
    changed.fill(255, 20, 90)
    await expect(read(changed)).rejects.toThrowRomae('TIMESERIES_DAMAGED_PARQUET', damaged)
  })
})
