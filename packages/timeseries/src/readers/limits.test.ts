import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { readLongCsv, readUea, readWideCsv, streamLongCsv, streamUea, type TextSource } from '../index.ts'
import { chunks, collect } from '../testing/chunks.ts'
import { ChannelNames } from './csv/channel-names.ts'
import { collectSeries, type Entry, streamSeries } from './csv/series-builder.ts'
import { MAX_CHANNELS_IN_ALL, MAX_COLUMNS, MAX_HEADER_LINE, MAX_NAME, MAX_TIME } from './limits.ts'

const uea = (lines: string, header = '') => `@problemName P\n${header}@data\n${lines}`
const limit = (read: () => unknown) => caught(read).then(({ code, fields }) => ({ code, ...fields }))
const code = 'TIMESERIES_LIMIT'

/** The start of a text, and then something without end. */
async function* endless(start: string, more: string): AsyncGenerator<string> {
  yield start
  for (;;) yield more.repeat(65_536)
}

describe('lines of .ts files', () => {
  it('have a limit, which an option raises', async () => {
    const found = await limit(() => readUea(chunks(uea('1,2\n1234567,1234567,9\n')), { maxLineLength: 14 }))
    expect(found).toMatchObject({ code, line: 4, got: 17, limit: 14, wayOut: expect.stringContaining('maxLineLength') })
    expect((await readUea(chunks(uea('1,2\n3,4\n')), { maxLineLength: 14 })).series).toHaveLength(2)
  })

  it('are refused before they are put together', async () => {
    const source = endless(uea(''), '1,')
    expect(await limit(() => readUea(source, { maxLineLength: 1_000_000 }))).toMatchObject({ code, line: 3 })
  })

  it.each([[0], [1.5], [2 ** 29], ['1000']])('have no limit of %j', async (maxLineLength) => {
    const options = { maxLineLength: maxLineLength as number }
    await expect(async () => collect(streamUea(chunks(uea('1')), options))).rejects.toThrowRomae(
      'TIMESERIES_INVALID_OPTION',
    )
  })

  it('hold a million channels, and no more', async () => {
    const channels = '1:'.repeat(MAX_COLUMNS)
    expect((await readUea(chunks(uea(channels.slice(0, -1))))).series[0]!.channels).toHaveLength(MAX_COLUMNS)
    expect(await limit(() => readUea(chunks(uea(`${channels}1`))))).toMatchObject({
      code,
      line: 3,
      got: MAX_COLUMNS + 1,
      limit: MAX_COLUMNS,
    })
    const stamped = '(1,2):'.repeat(MAX_COLUMNS)
    const source = chunks(uea(`${stamped}(1,2)`, '@timeStamps true\n'))
    expect(await limit(() => readUea(source))).toMatchObject({ code, limit: MAX_COLUMNS })
  })

  it('of the header are short', async () => {
    const labels = ' a'.repeat(MAX_HEADER_LINE / 2)
    const source = chunks(`@classLabel true${labels}\n`)
    expect(await limit(() => readUea(source))).toMatchObject({ code, line: 1, limit: MAX_HEADER_LINE })
    const name = 'x'.repeat(MAX_NAME + 1)
    for (const header of [`@problemName ${name}`, `@classLabel true ${name}`]) {
      const error = await caught(() => readUea(chunks(`${header}\n@data\n1\n`)))
      expect(error.code).toBe('TIMESERIES_UEA_HEADER')
      expect(error.message.length).toBeLessThan(400)
    }
  })
})

describe('rows of CSV files', () => {
  const wide = (source: TextSource, maxRowLength?: number) =>
    readWideCsv(source, { time: 't', channels: 'rest', ...(maxRowLength !== undefined && { maxRowLength }) })

  it('have a limit, which an option raises', async () => {
    const text = 't,v\n1,2\n3,4.00000000\n'
    expect(await limit(() => wide(chunks(text), 12))).toMatchObject({ code, line: 3, got: 13, limit: 12 })
    expect((await wide(chunks(text), 13)).series).toHaveLength(1)
  })

  it.each([
    ['a row without end', 't,v\n1,2\n', ',', 3],
    ['a quote that is never closed', 't,v\n1,"2\n', 'x\n', 2],
    ['rows within quotes', 't,v\n1', ',"\n"', 2],
  ])('%s is refused before it is held', async (_, start, more, line) => {
    expect(await limit(() => wide(endless(start, more), 1_000_000))).toMatchObject({ code, line, limit: 1_000_000 })
  })

  it('have a million cells, and no more', async () => {
    const header = Array.from({ length: MAX_COLUMNS + 1 }, (_, index) => (index === 0 ? 't' : index.toString(36)))
    expect(await limit(() => wide(chunks(`${header.join()}\n`)))).toMatchObject({
      code,
      got: MAX_COLUMNS + 1,
      limit: MAX_COLUMNS,
    })
  })

  it('have short ids, labels, groups and channels', async () => {
    const name = 'x'.repeat(MAX_NAME + 1)
    const columns = { time: 't', id: 'i', label: 'l', group: 'g', channel: 'c', value: 'v' }
    for (const column of ['i', 'l', 'g', 'c']) {
      const cells: string[] = ['t', 'i', 'l', 'g', 'c', 'v'].map((name) => (name === 't' || name === 'v' ? '1' : 'a'))
      cells['tilgcv'.indexOf(column)] = name
      const error = await caught(() => readLongCsv(chunks(`t,i,l,g,c,v\n${cells.join()}\n`), columns))
      expect(error).toMatchObject({ code, fields: { line: 2, got: MAX_NAME + 1, limit: MAX_NAME } })
      expect(error.message.length).toBeLessThan(300)
    }
  })

  it('have short times', async () => {
    const digits = '1'.repeat(MAX_TIME - 2)
    expect((await wide(chunks(`t,v\n0.${digits},1\n1,2\n`))).series).toHaveLength(1)
    const error = await caught(() => wide(chunks(`t,v\n0,1\n0.${digits}1,2\n`)))
    expect(error).toMatchObject({ code, fields: { line: 3, column: 1, got: MAX_TIME + 1, limit: MAX_TIME } })
  })

  it('have short names of columns', async () => {
    const name = 'x'.repeat(MAX_NAME)
    expect((await wide(chunks(`t,${name}\n1,2\n`))).series).toHaveLength(1)
    const error = await caught(() => wide(chunks(`t,v,${name}x\n1,2,3\n`)))
    expect(error).toMatchObject({ code, fields: { line: 1, column: 3, got: MAX_NAME + 1, limit: MAX_NAME } })
  })

  it('do not make more channels than there is memory for', async () => {
    const count = Math.ceil(Math.sqrt(MAX_CHANNELS_IN_ALL)) + 1
    const rows = Array.from({ length: count }, (_, index) => `s${index},c${index},0,1\n`)
    const options = { time: 't', id: 'id', channel: 'channel', value: 'v' }
    const source = () => chunks(`id,channel,t,v\n${rows.join('')}`, 65_536)
    expect(await limit(() => readLongCsv(source(), options))).toMatchObject({
      code,
      got: count ** 2,
      limit: MAX_CHANNELS_IN_ALL,
    })
    const channels = ['c0', 'c1']
    const known = chunks(`id,channel,t,v\n${rows.slice(0, 2).join('')}`)
    expect((await readLongCsv(known, { ...options, channels })).series).toHaveLength(2)
    const streamed = streamLongCsv(source(), { ...options, channels: rows.map((_, index) => `c${index}`) })
    expect((await streamed.next()).value!.channels).toHaveLength(count)
  })
})

describe('series and channels', () => {
  const entry = (id: string): Entry => ({
    id,
    label: undefined,
    group: undefined,
    track: 0,
    time: { whole: 0, part: 0, isDate: false },
    values: [{ value: 1 }],
    position: { file: 'f', line: 2, column: 1 },
    timeText: '0',
  })
  async function* entries(count: number): AsyncGenerator<Entry> {
    for (let index = 0; index < count; index++) yield entry(`s${index}`)
  }

  it('are as many as maps hold, and no more', async () => {
    expect(await collectSeries(entries(5), 5)).toHaveLength(5)
    expect(await limit(() => collectSeries(entries(6), 5))).toMatchObject({ code, got: 6, limit: 5 })
    expect(await collect(streamSeries(entries(5), 5))).toHaveLength(5)
    expect(await limit(() => collect(streamSeries(entries(7), 5)))).toMatchObject({ code, limit: 5 })
    const names = new ChannelNames(undefined, 2)
    const { position } = entry('')
    expect(['a', 'b', 'a'].map((name) => names.indexOf(name, position))).toEqual([0, 1, 0])
    expect(await limit(() => names.indexOf('c', position))).toMatchObject({ code, got: 3, limit: 2 })
  })
})
