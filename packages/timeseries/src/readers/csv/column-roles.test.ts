import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { chunks } from '../../testing/chunks.ts'
import { toLongCsv } from '../../writers/long.ts'
import { toWideCsv } from '../../writers/wide.ts'
import { readCsvColumns } from './columns.ts'
import { readLongCsv } from './long.ts'
import { readWideCsv } from './wide.ts'

const text = 'id,t,v,y\na,0,1,5\na,1,2,5\n'
const wide = { id: 'id', time: 't', label: 'y', channels: ['v'] }
const long = { id: 'id', time: 't', channel: 'c', value: 'v', label: 'y' }

describe('a column has one role', () => {
  it.each<[name: string, roles: string[], change: object]>([
    ['y', ['label', 'channels'], { channels: ['v', 'y'] }],
    ['t', ['time', 'channels'], { channels: ['t'] }],
    ['id', ['id', 'channels'], { channels: ['v', 'id'] }],
    ['t', ['time', 'label'], { label: 't' }],
    ['t', ['time', 'id'], { id: 't' }],
    ['v', ['ignore', 'channels'], { ignore: ['v'] }],
    ['y', ['label', 'ignore'], { ignore: ['y'] }],
  ])('of a wide file: %s cannot be %j', async (name, roles, change) => {
    const error = await caught(() => readWideCsv(chunks(text), { ...wide, ...change }))
    expect(error.code).toBe('TIMESERIES_CSV_COLUMN_ROLE')
    expect(error.fields).toEqual({ of: 'readWideCsv', name, roles })
  })

  it.each<[name: string, roles: string[], change: object]>([
    ['v', ['label', 'value'], { label: 'v' }],
    ['t', ['time', 'value'], { value: 't' }],
    ['c', ['id', 'channel'], { id: 'c' }],
    ['v', ['value', 'error'], { error: ['e', 'v'] }],
    ['e', ['ignore', 'error'], { error: 'e', ignore: ['e'] }],
  ])('of a long file: %s cannot be %j', async (name, roles, change) => {
    const error = await caught(() => readLongCsv(chunks('id,t,c,v,y\na,0,x,1,5\n'), { ...long, ...change }))
    expect(error.code).toBe('TIMESERIES_CSV_COLUMN_ROLE')
    expect(error.fields).toEqual({ of: 'readLongCsv', name, roles })
  })

  it('of a file that is written', async () => {
    const error = await caught(() => toWideCsv([], { ...wide, channels: ['v', 'y'] }))
    expect(error.fields).toEqual({ of: 'toWideCsv', name: 'y', roles: ['label', 'channels'] })
    await expect(async () => toLongCsv([], { ...long, label: 'v' })).rejects.toThrowRomae('TIMESERIES_CSV_COLUMN_ROLE')
  })
})

describe('ignore', () => {
  it('keeps a column out of the rest, whatever is in it', async () => {
    const options = { id: 'id', time: 't', channels: 'rest', ignore: ['y'] } as const
    expect((await readWideCsv(chunks('id,t,v,y\na,0,1,rain\n'), options)).channels).toEqual(['v'])
  })

  it('names a column that is not there', async () => {
    const options = { id: 'id', time: 't', channels: 'rest', ignore: ['yy'] } as const
    expect(await caught(() => readWideCsv(chunks(text), options))).toMatchObject({ code: 'TIMESERIES_CSV_NO_COLUMN' })
    const other = { time: 't', value: 'v', ignore: ['z'] }
    expect(await caught(() => readLongCsv(chunks(text), other))).toMatchObject({ fields: { name: 'z' } })
  })
})

describe('units', () => {
  it('stand in the channels that they are of', async () => {
    const { series } = await readWideCsv(chunks('t,a,b\n0,1,2\n'), { time: 't', channels: 'rest', units: { b: 'K' } })
    expect(series[0]!.channels.map(({ name, unit }) => [name, unit])).toEqual([
      ['a', undefined],
      ['b', 'K'],
    ])
  })

  it('of a channel that there is not are refused', async () => {
    const units = { c: 'K' }
    const error = await caught(() => readWideCsv(chunks('t,a\n0,1\n'), { time: 't', channels: 'rest', units }))
    expect(error).toMatchObject({ code: 'TIMESERIES_INVALID_OPTION', fields: { key: 'units', got: 'c' } })
    const long = { time: 't', channel: 'c', value: 'v', units }
    expect((await caught(() => readLongCsv(chunks('t,c,v\n0,a,1\n'), long))).fields).toMatchObject({ key: 'units' })
  })
})

it('readCsvColumns gives the header', async () => {
  expect(await readCsvColumns(chunks('day;a b;"c;d"\n1;x\n'), { delimiter: ';' })).toEqual(['day', 'a b', 'c;d'])
  await expect(async () => readCsvColumns(chunks(''))).rejects.toThrowRomae('TIMESERIES_NO_DATA')
  await expect(async () => readCsvColumns(chunks('a'), { delimiter: '::' })).rejects.toThrowRomae(
    'TIMESERIES_INVALID_OPTION',
  )
})
