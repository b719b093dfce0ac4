import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { chunks } from '../../testing/chunks.ts'
import { readUea, streamUea } from './read-uea.ts'

const fixture = (name: string) => new URL(`../../../fixtures/${name}`, import.meta.url)
const missing = Number.NaN

describe('readUea', () => {
  it('reads channels with times of their own', async () => {
    const { header, series } = await readUea(fixture('irregular.ts.txt'))
    expect(header).toEqual({
      problemName: 'Irregular Pair',
      timeStamps: true,
      missing: true,
      univariate: false,
      dimensions: 2,
      equalLength: false,
      classLabels: ['low', 'high'],
    })
    expect(series).toEqual([
      {
        id: 'Irregular Pair/0',
        label: 'low',
        channels: [
          { times: Float64Array.of(0, 2.5, 7), values: Float64Array.of(1.5, -20, missing) },
          { times: Float64Array.of(1), values: Float64Array.of(0.25) },
        ],
      },
      {
        id: 'Irregular Pair/1',
        label: 'high',
        channels: [
          { times: Float64Array.of(3, 5), values: Float64Array.of(4, 0.5) },
          { times: Float64Array.of(), values: Float64Array.of() },
        ],
      },
    ])
  })

  it('reads dates as days', async () => {
    const { series } = await readUea(fixture('dates.ts.txt'))
    expect(series[0]!.channels[0]!.times).toEqual(Float64Array.of(1.5, 2))
    expect(series[1]!.channels[0]!.times).toEqual(Float64Array.of(15399.25))
    expect(series[0]).not.toHaveProperty('label')
  })

  it('reads regression targets, missing values and channels of different lengths', async () => {
    const { series } = await readUea(fixture('regression.ts.txt'), { channelLengths: 'from-start' })
    expect(series.map(({ label }) => label)).toEqual(['0.75', '-1e-3'])
    expect(series[0]!.channels.map(({ values }) => [...values])).toEqual([
      [1, 2, missing],
      [3, missing],
    ])
    expect(series[1]!.channels[1]!.times).toEqual(Float64Array.of(0, 1, 2))
  })

  it('refuses channels of different lengths in one case, unless it is said what they mean', async () => {
    const text = '@data\n1,2,3:4,5,6\n1,2,3,4,5:6,7,8:9\n'.replace('4,5,6\n', '4,5,6:7,8,9\n')
    expect(await caught(() => readUea(chunks(text)))).toMatchObject({
      code: 'TIMESERIES_UEA_CHANNEL_LENGTHS',
      fields: { line: 3, channel: 1, got: 3, first: 5 },
    })
    const times = async (channelLengths: 'from-start' | 'same-span') =>
      (await readUea(chunks(text), { channelLengths })).series[1]!.channels.map((channel) => [...channel.times])
    expect(await times('from-start')).toEqual([[0, 1, 2, 3, 4], [0, 1, 2], [0]])
    expect(await times('same-span')).toEqual([[0, 1, 2, 3, 4], [0, 2, 4], [0]])
    const stamped = '@timeStamps true\n@data\n(0,1),(1,2):(5,3)\n'
    expect((await readUea(chunks(stamped))).series[0]!.channels.map(({ times }) => [...times])).toEqual([[0, 1], [5]])
    const error = await caught(() => readUea(chunks(text), { channelLengths: 'span' as never }))
    expect(error.code).toBe('TIMESERIES_INVALID_OPTION')
  })

  it('passes over comments of # and %, whatever bytes they hold', async () => {
    const latin = Buffer.from('# Universit\xe9\n  % na\xefve \0\n@problemName a\n@data\n%\xe9\n1,2\n#\n', 'latin1')
    const pieces = async function* () {
      for (let start = 0; start < latin.length; start += 5) yield latin.subarray(start, start + 5)
    }
    expect((await readUea(pieces())).series[0]!.channels[0]!.values).toEqual(Float64Array.of(1, 2))
    const text = '# fine\n@problemName \uFFFD\n@data\n1\n'
    expect(await caught(() => readUea(chunks(text)))).toMatchObject({
      code: 'TIMESERIES_NOT_TEXT',
      fields: { line: 2, column: 14 },
    })
  })

  it('passes over keys that are like none that it knows, and names them', async () => {
    const { header } = await readUea(chunks('@relation x\n@Author\n@relation y\n@missing true\n@data\n1\n'))
    expect(header).toEqual({ missing: true, unknownKeys: ['@relation', '@Author', '@relation'] })
  })

  it('ends lines of carriage returns alone', async () => {
    const { series } = await readUea(chunks('# "x"\r@classLabel true a\r@data\r1,2:a\r3,4:a\r', 4))
    expect(series).toHaveLength(2)
  })

  it('holds @seriesLength against no case where @equalLength is false', async () => {
    const { series } = await readUea(chunks('@equalLength false\n@seriesLength 9\n@data\n1,2\n1,2,3'))
    expect(series.map(({ channels }) => channels[0]!.values.length)).toEqual([2, 3])
  })

  it.each([1, 2, 3, 7, 1000])('accepts CRLF and a byte order mark, in chunks of %i bytes', async (size) => {
    const text = '\uFEFF@problemName Größe\r\n@classLabel true ä\r\n@data\r\n1,2:ä\r\n3,4:ä'
    const bytes = new TextEncoder().encode(text)
    const pieces = async function* () {
      for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size)
    }
    const { series } = await readUea(pieces())
    expect(series.map(({ id, label }) => [id, label])).toEqual([
      ['Größe/0', 'ä'],
      ['Größe/1', 'ä'],
    ])
    expect(series[1]!.channels[0]!.values).toEqual(Float64Array.of(3, 4))
  })

  it('gives out cases before it has read the rest', async () => {
    async function* broken() {
      yield '@data\n1,2\n3,4\n'
      throw new Error('the line went dead')
    }
    const items = streamUea(broken())
    expect((await items.next()).value?.series.id).toBe('case/0')
    await items.next()
    const error = await caught(() => items.next())
    expect(error.code).toBe('TIMESERIES_CANNOT_READ')
    expect(error.cause).toMatchObject({ message: 'the line went dead' })
  })

  it('reads a line of a million values, in time', async () => {
    const line = Array.from({ length: 1_000_000 }, (_, index) => index).join(',')
    const start = process.cpuUsage()
    const { series } = await readUea(chunks(`@data\n${line}`, 4096))
    expect(series[0]!.channels[0]!.values).toHaveLength(1_000_000)
    expect(series[0]!.channels[0]!.values.at(-1)).toBe(999_999)
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1e6).toBeLessThan(10)
  })
})

const HEADER = '@dimensions 2\n@equalLength true\n@seriesLength 3\n@missing false\n@classLabel true a b\n@data\n'
const GOOD = '1,2,3:4,5,6:a\n'

describe('a bad .ts file is an error with line and column:', () => {
  it.each<[what: string, text: string, code: string, line: number, column: number]>([
    ['a value that is no number', `${HEADER}1,2,3:4,1.2.3,6:a`, 'BAD_NUMBER', 7, 9],
    ['a hexadecimal number', `${HEADER}${GOOD}1,2,3:4,0x10,6:a`, 'BAD_NUMBER', 8, 9],
    ['an empty value', `${HEADER}1,,3:4,5,6:a`, 'BAD_NUMBER', 7, 3],
    ['an infinite value', `${HEADER}1,2,1e999:4,5,6:a`, 'BAD_NUMBER', 7, 5],
    ['an underflow', `${HEADER}1,2,1e-999:4,5,6:a`, 'BAD_NUMBER', 7, 5],
    ['an empty channel', `${HEADER}1,2,3::a`, 'BAD_NUMBER', 7, 7],
    ['a missing value against the header', `${HEADER}1,2,3:4, ?,6:a`, 'UEA_MISSING', 7, 10],
    ['too few values', `${HEADER}1,2,3:4,5:a`, 'UEA_LENGTH', 7, 7],
    ['too many values', `${HEADER}1,2,3,4:4,5,6:a`, 'UEA_LENGTH', 7, 1],
    ['lengths that differ under @equalLength', '@equalLength true\n@data\n1,2\n1,2,3', 'UEA_LENGTH', 4, 1],
    ['a channel too many', `${HEADER}1,2,3:4,5,6:7,8,9:a`, 'UEA_CHANNELS', 7, 20],
    ['a line cut before the label', `${HEADER}${GOOD}1,2,3:4,5,6`, 'UEA_CHANNELS', 8, 12],
    ['a line cut in a channel', `${HEADER}${GOOD}1,2`, 'UEA_CHANNELS', 8, 4],
    ['channels that differ from the first case', '@data\n1:2\n1', 'UEA_CHANNELS', 3, 2],
    ['an unknown label', `${HEADER}1,2,3:4,5,6:c`, 'UEA_LABEL', 7, 13],
    ['an empty label', `${HEADER}1,2,3:4,5,6:`, 'UEA_LABEL', 7, 13],
    ['a target that is no number', '@targetLabel true\n@data\n1,2:high', 'BAD_NUMBER', 3, 5],
    ['an open parenthesis', '@timeStamps true\n@data\n(1,2),(3,4:(1,1)', 'UEA_SYNTAX', 3, 7],
    ['a comma after the last tuple', '@timeStamps true\n@data\n(1,2),', 'UEA_SYNTAX', 3, 7],
    ['values where tuples should be', '@timeStamps true\n@data\n1,2', 'UEA_SYNTAX', 3, 1],
    ['tuples where values should be', '@data\n(1,2)', 'BAD_NUMBER', 2, 1],
    ['a bad time', '@timeStamps true\n@data\n(1,2),(x,4)', 'BAD_TIME', 3, 8],
    ['a date among numbers', '@timeStamps true\n@data\n(1,2),(2012-01-01,4)', 'BAD_TIME', 3, 8],
    ['unsorted times', '@timeStamps true\n@data\n(2,2),( 1,4)', 'ROW_ORDER', 3, 8],
    ['duplicate times', '@timeStamps true\n@data\n(2,2):(2,2),(2,4)', 'ROW_ORDER', 3, 14],
    ['an unknown header line', '@seriesLenght 3\n@data\n1', 'UEA_UNKNOWN_KEY', 1, 1],
    ['a header line given twice', '@missing true\n@Missing false\n@data\n1', 'UEA_HEADER', 2, 1],
    ['a flag that is none', '@missing no\n@data\n1', 'UEA_HEADER', 1, 1],
    ['a count that is none', '@dimensions 2.5\n@data\n1', 'UEA_HEADER', 1, 1],
    ['labels given twice', '@classLabel true a a\n@data\n1:a', 'UEA_HEADER', 1, 1],
    ['no labels', '@classLabel true\n@data\n1:a', 'UEA_HEADER', 1, 1],
    ['a header at odds with itself', '@univariate true\n@dimensions 2\n@data\n1', 'UEA_HEADER', 3, 1],
    ['a class and a target', '@classLabel true a\n@targetLabel true\n@data\n1:1', 'UEA_HEADER', 3, 1],
    ['a case before @data', '@missing true\n 1,2,3', 'UEA_SYNTAX', 2, 2],
    ['a NUL', `${HEADER}${GOOD}1,2,3:4,\0,6:a`, 'NOT_TEXT', 8, 9],
  ])('%s', async (_, text, code, line, column) => {
    for (const size of [text.length, 5]) {
      const error = await caught(() => readUea(chunks(text, size)))
      expect(error.code).toBe(`TIMESERIES_${code}`)
      expect(error.fields).toMatchObject({ file: '<stream>', line, column })
      expect(error.message).toContain(`<stream>:${line}:${column}: `)
    }
  })

  it.each([
    ['', 'text: it is empty'],
    ['\uFEFF\r\n', 'text: it is empty'],
    ['# a comment\n@missing true\n', '@data line'],
    ['@missing true\n@data\n\n# nothing\n', 'case after @data'],
  ])('%j has no %s', async (text, what) => {
    const error = await caught(() => readUea(chunks(text)))
    expect(error.code).toBe('TIMESERIES_NO_DATA')
    expect(error.fields.missing).toBe(what)
  })
})
