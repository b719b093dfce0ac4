import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { ReadContext, Source } from '@romae/tokenizer/modality'
import { describe, expect, it } from 'vitest'
import type { TimeSeries } from '../series/series.ts'
import type { SeriesData } from './options.ts'
import { timeseries } from './series-modality.ts'
import { readTable } from './table.ts'

const none = { label: null, channel: null, value: null, ignore: null, unit: null, delimiter: null, decimal: null }
const base = { ...none, time: 't', id: 'id', allowMissingChannels: false, missing: ['NA'], augment: { dropTimes: 0 } }
const standardInput = () => Promise.reject(new Error('nothing stands in standard input'))
const reading = { standardInput, purpose: 'predict', note: () => {} } as unknown as ReadContext
const writing = { standardInput, escapeFormulas: false }

/** With 1.5 in every gap. */
const filledOf = (series: readonly TimeSeries[]) =>
  series.map((one) => {
    const channels = one.channels.map((channel) => ({
      ...channel,
      values: channel.values.map((value) => (Number.isNaN(value) ? 1.5 : value)),
    }))
    return { ...one, channels }
  })

async function read(sources: readonly Source[], data: Partial<SeriesData> = {}) {
  return (await timeseries.read(sources, { ...base, ...data } as never, reading)).samples as readonly TimeSeries[]
}

async function written(
  source: Source,
  series: readonly TimeSeries[],
  data: Partial<SeriesData> = {},
  context = writing,
) {
  const samples = { read: series, filled: filledOf(series) }
  const pieces = await timeseries.write!(source, samples, { ...base, ...data } as never, context)
  let text = ''
  for await (const piece of pieces as AsyncIterable<string>) text += piece
  return text
}

const wide = 'id,t,"v",note\r\na,0,1.0,"x, y"\r\na,1,NA,=z\r\nb,0, ,\r\nb,1,4,'
const filledWide = 'id,t,"v",note\r\na,0,1.0,"x, y"\r\na,1,1.5,=z\r\nb,0,1.5,\r\nb,1,4,'

describe('a CSV file', () => {
  it.each(['path', 'File', 'file without a stream'])('is as it was but for its gaps: %s', async (kind) => {
    const path = join(await temporaryFolder({ 'a.csv': wide }), 'a.csv')
    const file = new File([wide], 'a.csv')
    const bare = { name: 'a.csv', arrayBuffer: () => file.arrayBuffer() }
    const source = kind === 'path' ? path : kind === 'File' ? file : bare
    const data = { ignore: ['note'] }
    expect(await written(source, await read([source], data), data)).toBe(filledWide)
  })

  it('is found by the names of its columns however their letters are put together', async () => {
    const text = 'zählt,v\n0,\n1,2\n'.normalize('NFD')
    const file = new File([text], 'a.csv')
    const data = { id: null, time: 'zählt'.normalize('NFC') }
    expect(await written(file, await read([file], data), data)).toBe(text.replace('0,', '0,1.5'))
  })

  it('keeps how its cells are parted and its numbers written', async () => {
    const text = 't;v;w\n0;;3\n1;1,5;2,25\n'
    const file = new File([text], 'a.csv')
    expect(await written(file, await read([file], { id: null }), { id: null })).toBe(text.replace(';;', ';1,5;'))
  })

  it('of one observation a row has its gaps filled by channel', async () => {
    const text = 'id,t,c,x\na,0,v,1\na,1,v,\na,0,w,\n'
    const file = new File([text], 'a.csv')
    const data = { channel: 'c', value: ['x'] }
    expect(await written(file, await read([file], data), data)).toBe('id,t,c,x\na,0,v,1\na,1,v,1.5\na,0,w,1.5\n')
  })

  it('is written by itself where it was read with others, under whose names its series are not its own', async () => {
    const [first, second] = [new File([wide], 'a.csv'), new File([wide.replace('1.0', '2.0')], 'b.csv')]
    const data = { idsPerFile: true, ignore: ['note'] }
    const series = await read([first, second], data)
    expect(series.map(({ id }) => id)).toEqual(['a/a', 'a/b', 'b/a', 'b/b'])
    expect(await written(second, series.slice(2), data)).toBe(filledWide.replace('1.0', '2.0'))
  })

  it('has formulas escaped where that is asked for', async () => {
    const file = new File([wide], 'a.csv')
    const data = { ignore: ['note'] }
    const text = await written(file, await read([file], data), data, { ...writing, escapeFormulas: true })
    expect(text).toBe(filledWide.replace('=z', "'=z"))
  })

  it('that has changed since it was read is not filled', async () => {
    const folder = await temporaryFolder({ 'a.csv': wide })
    const path = join(folder, 'a.csv')
    const data = { ignore: ['note'] }
    const series = await read([path], data)
    await writeFile(path, wide.replace('1.0', '2.0'))
    await expect(written(path, series, data)).rejects.toThrowRomae('TIMESERIES_CSV_OTHER_FILE', { file: path, line: 2 })
    await writeFile(path, wide.replaceAll('b,', 'a,').replace('a,0, ,', 'a,2,,').replace('a,1,4,', 'a,3,4,'))
    await expect(written(path, series, data)).rejects.toThrowRomae('TIMESERIES_CSV_OTHER_FILE')
    await writeFile(path, `${wide}\r\nc,0,1,`)
    await expect(written(path, series, data)).rejects.toThrowRomae('TIMESERIES_CSV_OTHER_FILE')
  })
})

it('as many series as were read have to be given', async () => {
  const file = new File([wide], 'a.csv')
  const data = { ...base, ignore: ['note'] } as never
  const series = await read([file], { ignore: ['note'] })
  const write = async () => timeseries.write!(file, { read: series, filled: series.slice(1) }, data, writing)
  await expect(write).rejects.toThrowRomae('TIMESERIES_FILLED_COUNT', { expected: 2, got: 1 })
})

it('a .ts file is refused before anything is made of it', async () => {
  const read = async () => readTable('/data/a.ts', { time: 't', value: [] }, { standardInput })
  await expect(read).rejects.toThrowRomae('TIMESERIES_NOT_CSV', { file: '/data/a.ts' })
})

it('a .ts file is not written back', async () => {
  const write = async () => timeseries.write!('/data/a.ts', { read: [], filled: [] }, base as never, writing)
  await expect(write).rejects.toThrowRomae('TIMESERIES_NOT_CSV', { file: '/data/a.ts' })
})
