import { caught } from '@romae/internal/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunks, collect } from '../../testing/chunks.ts'
import { toLongCsv } from '../../writers/long.ts'
import { toWideCsv } from '../../writers/wide.ts'
import { readLongCsv } from './long.ts'
import { MISSING_TEXTS } from './missing.ts'
import { readWideCsv, streamWideCsv, type WideCsvOptions } from './wide.ts'

const rest = { time: 't', channels: 'rest' } as const

async function read(text: string, options: Partial<WideCsvOptions> = {}) {
  const { series, ...found } = await readWideCsv(chunks(text, 5), { ...rest, ...options })
  return { ...found, values: series[0]!.channels.map(({ values }) => [...values]) }
}

const refusal = (text: string, options: Partial<WideCsvOptions> = {}) => caught(() => read(text, options))

describe('a cell that means missing', () => {
  it.each(MISSING_TEXTS)('is %j, in wide files and in long ones', async (text) => {
    expect((await read(`t,a\n0,1\n1,${text}\n`)).values).toEqual([[1, Number.NaN]])
    const { series } = await readLongCsv(chunks(`t,v\n0,1\n1,${text}\n`), { time: 't', value: 'v' })
    expect([...series[0]!.channels[0]!.values]).toEqual([1, Number.NaN])
  })

  it.each([
    ['-999', '-999.0'],
    ['-999', '-9.99e2'],
    ['-99.9', '-99.90'],
    ['9999', '+9999'],
  ])('is any way to write a number that does: %s is %s', async (missing, cell) => {
    const { values } = await read(`t,a\n0,1\n1,${cell}\n2,\n`, { missing: [missing] })
    expect(values).toEqual([[1, Number.NaN, Number.NaN]])
    const labelled = await readWideCsv(chunks(`t,a,y\n0,1,${cell}\n`), { ...rest, label: 'y', missing: [missing] })
    expect(labelled.series[0]).not.toHaveProperty('label')
  })

  it('is not what was not said where something was', async () => {
    expect((await refusal('t,a\n0,1\n1,NA\n', { missing: ['-999'] })).code).toBe('TIMESERIES_BAD_NUMBER')
  })
})

describe('rest', () => {
  it.each([
    ['text', 't,a,sky\n0,1,sun\n1,2,rain\n', 'sky'],
    ['text with gaps', 't,sky,a\n0,NA,1\n1,,2\n2,rain,3\n', 'sky'],
    ['times of day', 't,a,sunrise\n0,1,06:31\n1,2,06:33\n', 'sunrise'],
    ['dates', 't,a,seen\n0,1,2024-01-31\n', 'seen'],
    ['directions', 't,a,from\n0,1,NNW\n1,2,S\n', 'from'],
  ])('leaves a column of %s out, and names it', async (_, text, name) => {
    const { channels, leftOut, values } = await read(text)
    expect([channels, leftOut]).toEqual([['a'], [name]])
    expect(values[0]).toEqual(values[0]!.map((_, row) => row + 1))
  })

  it.each([
    ['the index of a pandas table', ',t,a\n0,0,1\n', ['']],
    ['an index that pandas wrote a second time', 'Unnamed: 0,t,a\n0,0,1\n', ['Unnamed: 0']],
    ['row names of R', '"","t","a"\n"1",0,1\n', ['']],
    ['empty columns at the end', 't,a,,\n0,1,,\n', ['', '']],
  ])('is without %s', async (_, text, names) => {
    expect(await read(text)).toMatchObject({ channels: ['a'], leftOut: names })
    const [series] = await collect(streamWideCsv(chunks(text), rest))
    expect(series!.channels.map(({ name }) => name)).toEqual(['a'])
  })

  it.each([
    ['text among numbers', 't,a,b\n0,1,1\n1,2,oops\n', 'BAD_NUMBER', { line: 3, column: 3 }],
    [
      'numbers among text',
      't,a,b\n0,1,oops\n1,2,1\n',
      'CSV_MIXED_COLUMN',
      { line: 3, column: 3, name: 'b', textLine: 2 },
    ],
    ['broken numbers', 't,a,b\n0,1,1.2.3\n', 'BAD_NUMBER', { line: 2 }],
    ['percentages', 't,a,b\n0,1,12 %\n', 'BAD_NUMBER', { line: 2 }],
    ['amounts of money', 't,a,b\n0,1,$5\n', 'BAD_NUMBER', { line: 2 }],
    ['numbers with units', 't,a,b\n0,1,5 km/h\n', 'BAD_NUMBER', { line: 2 }],
    ['numbers that are too large', 't,a,b\n0,1,1e999\n', 'BAD_NUMBER', { line: 2 }],
  ])('refuses a column of %s', async (_, text, code, fields) => {
    expect(await refusal(text)).toMatchObject({ code: `TIMESERIES_${code}`, fields })
  })

  it('has to have numbers', async () => {
    expect((await refusal('t,a\n0,x\n')).fields).toMatchObject({ missing: 'channel column' })
  })

  it('streams no columns of text, as nothing could name them', async () => {
    const error = await caught(() => collect(streamWideCsv(chunks('t,a,sky\n0,1,sun\n'), rest)))
    expect(error).toMatchObject({ code: 'TIMESERIES_BAD_NUMBER', fields: { line: 2, column: 3 } })
  })

  it('leaves chosen channels to be numbers', async () => {
    expect((await refusal('t,a,sky\n0,1,sun\n', { channels: ['a', 'sky'] })).code).toBe('TIMESERIES_BAD_NUMBER')
  })
})

it('the time may be a column without a name', async () => {
  const { values, channels } = await read(',a\n2024-01-01,1\n2024-01-02,2\n', { time: '' })
  expect([channels, values]).toEqual([['a'], [[1, 2]]])
  expect((await refusal(',,a\n0,0,1\n', { time: '' })).code).toBe('TIMESERIES_CSV_DUPLICATE_COLUMN')
})

describe('delimiters', () => {
  it.each([
    [',', 't,a,b\n0,1.5,2\n'],
    [';', 't;a;b\n0;1.5;2\n'],
    ['\t', 't\ta\tb\n0\t1.5\t2\n'],
    [';', 't;"a,b";c\n0;1.5;2\n'],
    [';', '\n\nt;a, in K;b\n0;1.5;2\n'],
    [',', 't,a;b,c\n0,1.5,2\n'],
    [',', 't,a\n0,1.5\n'],
    [';', 't;a,b;c\n0;1,5;2,5\n'],
  ])('are found: %j in %j', async (delimiter, text) => {
    for (const size of [1, 3, 1000]) {
      const found = await readWideCsv(chunks(text, size), rest)
      expect(found.delimiter).toBe(delimiter)
      expect(found.series[0]!.channels[0]!.values[0]).toBe(1.5)
    }
  })

  it('that both fit are not guessed', async () => {
    expect(await refusal('t;a,b\n0;1,2\n')).toMatchObject({
      code: 'TIMESERIES_CSV_DELIMITER',
      fields: { found: [',', ';'] },
    })
    expect((await read('t;a,b\n0;1,2\n', { delimiter: ';' })).channels).toEqual(['a,b'])
  })

  it('are what is said', async () => {
    expect(await read('t|a\n0|1\n', { delimiter: '|' })).toMatchObject({ channels: ['a'], delimiter: '|' })
  })
})

describe('decimal commas', () => {
  it.each([
    ['semicolons', 't;a;b\n0,5;1;-,25\n1,5;2,5e3;4,\n'],
    ['tabs', 't\ta\tb\n0,5\t1\t-,25\n1,5\t2,5e3\t4,\n'],
    ['quoted cells, where that is said', 't,a,b\n"0,5",1,"-,25"\n"1,5","2,5e3","4,"\n'],
  ])('are read between %s', async (what, text) => {
    const options = what.startsWith('quoted') ? { decimal: ',' as const } : {}
    const { series, decimal } = await readWideCsv(chunks(text), { ...rest, ...options })
    expect(decimal).toBe(',')
    expect([...series[0]!.channels[0]!.times]).toEqual([0.5, 1.5])
    expect(series[0]!.channels.map(({ values }) => [...values])).toEqual([
      [1, 2500],
      [-0.25, 4],
    ])
  })

  it('and points are not mixed', async () => {
    expect(await refusal('t;a\n0;1,5\n1;2.5\n')).toMatchObject({ code: 'TIMESERIES_BAD_NUMBER', fields: { line: 3 } })
    expect(await refusal('t;a\n0;1.5\n1;2,5\n')).toMatchObject({ code: 'TIMESERIES_BAD_NUMBER', fields: { line: 3 } })
    expect((await refusal('t;a\n0;1.234,5\n')).code).toBe('TIMESERIES_BAD_NUMBER')
    expect((await refusal('t;a\n0;1,5\n', { decimal: '.' })).code).toBe('TIMESERIES_BAD_NUMBER')
  })

  it('between commas are an error that says what to do', async () => {
    const error = await refusal('t,a\n0,"1,5"\n')
    expect(error.code).toBe('TIMESERIES_BAD_NUMBER')
    expect(error.message).toContain('decimal: ","')
  })
})

it('carriage returns may end lines', async () => {
  expect(await read('t,a,b\r0,1,NA\r1,2,3\r')).toMatchObject({
    channels: ['a', 'b'],
    values: [
      [1, 2],
      [Number.NaN, 3],
    ],
  })
})

describe('write, read, write again gives the same text', () => {
  const cell = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(Number.NaN))
  const table = fc.record({
    rows: fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
    start: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    format: fc.constantFrom(
      {},
      { delimiter: ';' },
      { delimiter: '\t', decimal: ',' } as const,
      { delimiter: ';', decimal: ',' } as const,
      { decimal: ',' } as const,
    ),
    // What stands in cells as text may look like anything.
    id: fc.constantFrom('a', 'NA', '1,5', 'a;b', '-999', 'x "y"', ''),
  })

  it('whatever parts cells and fractions', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ rows, start, format, id }) => {
        const times = Float64Array.from(rows, (_, row) => start + row)
        const channels = ['p', 'q'].map((name, column) => {
          return { name, times, values: Float64Array.from(rows, (row) => row[column]!) }
        })
        const series = [{ id: `s${id}`, channels }]
        const wide = { id: 'i', time: 't', channels: ['p', 'q'], ...format }
        const long = { id: 'i', time: 't', channel: 'c', value: 'v', channels: ['p', 'q'], ...format }
        const [inWide, inLong] = [await toWideCsv(series, wide), await toLongCsv(series, long)]
        const { delimiter: _, ...unsaid } = { ...wide, delimiter: '' }
        for (const options of [wide, unsaid]) {
          expect(await toWideCsv((await readWideCsv(chunks(inWide), options)).series, wide)).toBe(inWide)
        }
        expect(await toLongCsv((await readLongCsv(chunks(inLong), long)).series, long)).toBe(inLong)
      }),
      { numRuns: 60 },
    )
  })

  it('and shuffled columns, and shuffled rows of a long file of several series, are the same series', async () => {
    const observation = fc.record({ id: fc.constantFrom('a', 'b'), c: fc.constantFrom('p', 'q'), v: fc.integer() })
    const shuffled = fc.tuple(
      fc.array(observation, { minLength: 1, maxLength: 20 }),
      fc.shuffledSubarray(['i', 't', 'c', 'v'], { minLength: 4 }),
      fc.infiniteStream(fc.nat()),
    )
    const options = { id: 'i', time: 't', channel: 'c', value: 'v', channels: ['p', 'q'] }
    await fc.assert(
      fc.asyncProperty(shuffled, async ([observations, columns, order]) => {
        const cells = observations.map(({ id, c, v }, row) => ({ i: id, t: String(row), c, v: String(v) }))
        const text = (rows: typeof cells, names: readonly string[]) =>
          [names, ...rows.map((row) => names.map((name) => row[name as 'i']))].map((row) => row.join()).join('\n')
        // Rows of one channel of a series keep their order; those of others may stand anywhere between them.
        const tracks = new Map<string, typeof cells>()
        for (const row of cells) tracks.set(row.i + row.c, [...(tracks.get(row.i + row.c) ?? []), row])
        const mixed: typeof cells = []
        for (let left = [...tracks.values()]; left.length > 0; left = left.filter((track) => track.length > 0)) {
          mixed.push(left[order.next().value! % left.length]!.shift()!)
        }
        const sorted = async (one: string) =>
          (await readLongCsv(chunks(one), options)).series.sort((a, b) => (a.id < b.id ? -1 : 1))
        expect(await sorted(text(mixed, columns))).toEqual(await sorted(text(cells, ['i', 't', 'c', 'v'])))
      }),
      { numRuns: 60 },
    )
  })
})
