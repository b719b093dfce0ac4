import { RomaeError } from '@romae/tokenizer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSeries } from '../series/check-series.ts'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'
import { chunks } from '../testing/chunks.ts'
import { toLongCsv } from '../writers/long.ts'
import { readLongCsv } from './csv/long.ts'
import { addDecimals } from './time/decimal.ts'
import { readUea } from './uea/read-uea.ts'

/** Cuts, insertions and overwritings, biased to what the formats give a meaning. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 6 }),
  insert: fc.oneof(
    fc.constantFrom(
      '',
      ',',
      ':',
      '(',
      ')',
      '"',
      '\n',
      '\r\n',
      '\r',
      '?',
      '@',
      '@data\n',
      '#',
      '-',
      'e',
      '.',
      '1e999',
      '0x1',
    ),
    fc.constantFrom('\0', '\uFEFF', '\uFFFD', '１', 'NaN', '2012-01-01', 'true', ' '),
    fc.string({ maxLength: 4, unit: 'binary' }),
  ),
})

const mutated = (valid: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...valid),
      fc.array(edit, { maxLength: 4 }),
      fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    )
    .map(([text, edits, cut]) => {
      const changed = edits.reduce((current, { at, remove, insert }) => {
        const index = Math.floor(at * current.length)
        return current.slice(0, index) + insert + current.slice(index + remove)
      }, text)
      return cut === null ? changed : changed.slice(0, Math.ceil(cut * changed.length))
    })

async function parsesOrSaysWhy(read: () => Promise<readonly TimeSeries[]>): Promise<boolean> {
  try {
    const series = await read()
    for (const item of series) checkSeries(item)
    return series.length > 0
  } catch (error) {
    return RomaeError.isInstance(error)
  }
}

const ts = [
  '@problemName P\n@timeStamps false\n@missing true\n@dimensions 2\n@equalLength true\n@seriesLength 3\n@classLabel true a b\n@data\n1,2.5,-3e1:4,?,6:a\n7,8,9:1,2,3:b\n',
  '# irregular\n@problemName P\n@timeStamps true\n@univariate false\n@equalLength false\n@targetLabel true\n@data\n(0,1),(1.5,2):(3,4):0.5\n(2012,1)::-1\n',
]
const csv = [
  'id,t,c,v,l\na,1,x,2.5,p\na,2,"x",-1e3,p\nb,1,y,3,"q ""r"""\n',
  'id,t,c,v,l\r\na,2012-01-01,x,2,\r\na,2012-01-02T06:30Z,x,3,\r\n',
]
const columns = { id: 'id', time: 't', channel: 'c', value: 'v', label: 'l' }
const chunkSize = fc.integer({ min: 1, max: 50 })
const runs = { numRuns: 500 }

describe('whatever the text, readers give series or say why not:', () => {
  it('.ts', async () => {
    const property = fc.asyncProperty(mutated(ts), chunkSize, async (text, size) => {
      expect(await parsesOrSaysWhy(async () => (await readUea(chunks(text, size))).series)).toBe(true)
    })
    await fc.assert(property, runs)
  })

  it('long CSV', async () => {
    const property = fc.asyncProperty(mutated(csv), chunkSize, async (text, size) => {
      expect(await parsesOrSaysWhy(async () => (await readLongCsv(chunks(text, size), columns)).series)).toBe(true)
    })
    await fc.assert(property, runs)
  })

  it('bytes of any kind', async () => {
    const property = fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 5 }), async (pieces) => {
      const source = async function* () {
        yield* pieces
      }
      expect(await parsesOrSaysWhy(async () => (await readUea(source())).series)).toBe(true)
      expect(await parsesOrSaysWhy(async () => (await readLongCsv(source(), columns)).series)).toBe(true)
    })
    await fc.assert(property, runs)
  })
})

describe('whatever the series,', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true })
  const channel = fc
    .uniqueArray(number, { minLength: 1, maxLength: 8, comparator: (a, b) => a === b })
    .chain((times) =>
      fc.tuple(fc.constant(times), fc.array(number, { minLength: times.length, maxLength: times.length })),
    )
    .map(([times, values]) => ({ times: Float64Array.from(times).sort(), values: Float64Array.from(values) }))
  const text = fc
    .string({ minLength: 1, unit: 'grapheme' })
    .filter((name) => name === name.trim() && !/[\0\uFFFD\uFEFF]/.test(name))

  it('long CSV reads back exactly', async () => {
    const property = fc.asyncProperty(text, channel, channel, async (id, first, second) => {
      const options = { id: 'id', time: 't', channel: 'c', value: 'v', channels: ['x', 'y'] }
      const series = [
        {
          id,
          channels: [
            { name: 'x', ...first },
            { name: 'y', ...second },
          ],
        },
      ]
      const restored = await readLongCsv(chunks(await toLongCsv(series, options), 7), options)
      const [{ timeOrigin, channels }] = restored.series as [TimeSeries]
      const back = ({ times, values, name }: SeriesChannel) => {
        const absolute = times.map((time) => Number(timeOrigin ? addDecimals(timeOrigin, String(time)) : time))
        return { name, times: absolute, values }
      }
      expect([{ id, channels: channels.map(back) }]).toEqual(series)
      expect(await toLongCsv(restored.series, options)).toBe(await toLongCsv(series, options))
    })
    await fc.assert(property, { numRuns: 200 })
  })
})
