import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Purpose } from '@romae/tokenizer/modality'
import { describe, expect, it } from 'vitest'
import { MISSING_TEXTS } from '../readers/csv/missing.ts'
import type { TimeSeries } from '../series/series.ts'
import type { SeriesData } from './options.ts'
import { readSeries } from './read-series.ts'
import { optionsForModel } from './saved-options.ts'

const folder = await temporaryFolder()

const nowhere = { label: null, channel: null, value: null, ignore: null, unit: null, delimiter: null, decimal: null }
const base: SeriesData = { ...nowhere, time: 't', id: 'id', allowMissingChannels: false, missing: MISSING_TEXTS }
const context = { standardInput: () => Promise.reject(new Error('nothing stands in standard input')) }
const wide = 'id,t,v,w,y\na,0,1,10,0\na,1,2,20,0\nb,0,3,30,1\nb,1,4,40,1\n'
const long = 'id,t,c,x\na,0,v,1\na,0,w,10\na,1,v,2\nb,0,w,30\nb,1,v,4\n'

async function read(text: string | readonly string[], data: SeriesData) {
  const texts = typeof text === 'string' ? [text] : text
  const paths = texts.map((_, index) => join(folder, `${index}.csv`))
  await Promise.all(paths.map((path, index) => writeFile(path, texts[index]!)))
  const { samples, labels, options: found, notes } = await readSeries(paths, data, context)
  const channels = (samples as readonly TimeSeries[]).map((series) =>
    series.channels.map(({ name, values }) => [name, ...values]),
  )
  return { channels, labels, data: found as unknown as SeriesData, notes: notes! }
}

/** As for a model that was trained on the wide file with these settings. */
const forModel = async (data: Partial<SeriesData>, use: Purpose = 'predict') =>
  optionsForModel({ ...(await read(wide, { ...base, ...data })).data }, use) as unknown as SeriesData

describe('the columns of a file that is read first', () => {
  it('are all channels but for those with another use', async () => {
    const { channels, labels, data } = await read(wide, { ...base, label: 'y' })
    expect(channels[1]).toEqual([
      ['v', 3, 4],
      ['w', 30, 40],
    ])
    expect(labels).toEqual(['0', '1'])
    expect(data).toMatchObject({ channels: ['v', 'w'], unused: [], timeUnit: null, label: 'y' })
  })

  it('are left out where they are ignored or not chosen, which is recorded', async () => {
    const ignored = await read(wide, { ...base, ignore: ['y', 'w'] })
    expect(ignored.data).toMatchObject({ channels: ['v'], unused: ['w', 'y'] })
    expect(ignored.data).not.toHaveProperty('ignore')
    expect(ignored.notes).toEqual([])
    const chosen = await read(wide, { ...base, value: ['v'] })
    expect(chosen.data).toMatchObject({ channels: ['v'], unused: ['w', 'y'] })
    expect(chosen.notes).toEqual([])
  })

  it('have the unit that their name ends with, unless another is given; those of a model have what the model says', async () => {
    const text = 't,temp [°C],wind (m/s),rain (max)\n0,1,2,3\n'
    const unitsOf = async (data: Partial<SeriesData>) => {
      await writeFile(join(folder, 'units.csv'), text)
      const { samples } = await readSeries([join(folder, 'units.csv')], { ...base, id: null, ...data }, context)
      return (samples as readonly TimeSeries[])[0]!.channels.map(({ name, unit }) => [name, unit])
    }
    const names = ['temp [°C]', 'wind (m/s)', 'rain (max)']
    expect(await unitsOf({ unit: ['wind (m/s)=kn'] })).toEqual([
      ['temp [°C]', '°C'],
      ['wind (m/s)', 'kn'],
      ['rain (max)', undefined],
    ])
    expect(await unitsOf({ channels: names, isModels: true })).toEqual(names.map((name) => [name, undefined]))
  })

  it('are found however the letters of their names are put together', async () => {
    const decomposed = 'Höhe'.normalize('NFD')
    const text = `t,${decomposed},Größe\n0,1,2\n`
    const asked = { ...base, id: null, value: ['Höhe'], ignore: ['Größe'.normalize('NFD')], unit: ['Höhe=m'] }
    expect((await read(text, asked)).channels).toEqual([[[decomposed, 1]]])
  })

  it('that look like labels are said', async () => {
    expect((await read(wide, base)).notes).toEqual([expect.stringMatching(/^"y" .*--label y, or --ignore y$/)])
    const same = wide.replaceAll(/,1\n/g, ',0\n')
    expect((await read(same, base)).notes).toEqual([])
  })

  it('cannot be ignored where they are not there', async () => {
    await expect(read(wide, { ...base, ignore: ['yy'] })).rejects.toThrowRomae('TIMESERIES_NOT_IGNORED', { name: 'yy' })
  })

  it('must be in the files read after it', async () => {
    const other = wide.replace('id,t,v,w,y', 'y,w,t,v,id')
    const shuffled = other.replaceAll(/^(.),(.),(.),(..),(.)$/gm, '$5,$4,$2,$3,$1')
    const { channels } = await read([wide, shuffled], { ...base, idsPerFile: true })
    expect(channels.slice(2)).toEqual(channels.slice(0, 2))
    const more = 'id,t,v,w,y,z\na,0,1,10,0,5\n'
    await expect(read([wide, more], base)).rejects.toMatchObject({
      code: 'TIMESERIES_OTHER_CHANNELS',
      fields: { whose: 'the first file', unknown: ['z'], missing: [] },
      message: expect.stringContaining('--value v w y'),
    })
    const chosen = { ...base, value: ['w', 'v'], idsPerFile: true }
    expect((await read([wide, more], chosen)).data.unused).toEqual(['y', 'z'])
  })
})

describe('the columns of a file for a model', () => {
  it('are matched by name', async () => {
    const data = await forModel({ label: 'y' })
    const swapped = 'w,id,v,t\n10,a,1,0\n'
    expect((await read(swapped, data)).channels).toEqual([
      [
        ['v', 1],
        ['w', 10],
      ],
    ])
  })

  it('need no label, which is never an input', async () => {
    const data = await forModel({ label: 'y' })
    const { channels, labels, notes } = await read(wide, data)
    expect([channels[0]!.map(([name]) => name), labels, notes]).toEqual([['v', 'w'], [undefined, undefined], []])
    await expect(read('id,t,v,w\na,0,1,2\n', await forModel({ label: 'y' }, 'evaluate'))).rejects.toMatchObject({
      code: 'TIMESERIES_CSV_NO_COLUMN',
    })
  })

  it('need no group but to train', async () => {
    const grouped = { group: 'y' }
    const without = 'id,t,v,w\na,0,1,10\n'
    for (const use of ['predict', 'evaluate'] as const) await read(without, await forModel(grouped, use))
    await expect(read(without, await forModel(grouped, 'train'))).rejects.toMatchObject({
      code: 'TIMESERIES_CSV_NO_COLUMN',
    })
    const { channels } = await read(wide, await forModel(grouped, 'evaluate'))
    expect(channels[0]!.map(([name]) => name)).toEqual(['v', 'w'])
  })

  it.each<[what: string, change: Partial<SeriesData>, fields: object]>([
    ['the label', { label: 'v' }, { column: 'v', option: '--label' }],
    ['the id', { id: 'w' }, { column: 'w', option: '--id' }],
    ['the time', { time: 'w' }, { column: 'w', option: '--time' }],
    ['nothing', { ignore: ['w'] }, { column: 'w', option: '--ignore' }],
  ])('cannot become %s where the model has learned from them', async (_, change, fields) => {
    const data = { ...(await forModel({ label: 'y' })), ...change }
    await expect(read(wide, data)).rejects.toMatchObject({ code: 'TIMESERIES_COLUMN_ROLE', fields })
  })

  it.each<[what: string, text: string, change: Partial<SeriesData>, fields: object]>([
    ['a renamed one', wide.replace(',w,', ',ww,'), {}, { missing: ['w'], unknown: ['ww'] }],
    ['one less', 'id,t,v\na,0,1\n', {}, { missing: ['w'], unknown: [] }],
    ['one more', 'id,t,v,w,z\na,0,1,2,3\n', {}, { missing: [], unknown: ['z'] }],
    ['another choice', wide, { value: ['v'] }, { what: '--value', missing: ['w'], unknown: [] }],
    ['none at all', 'id,t\na,0\n', { allowMissingChannels: true }, { missing: ['v', 'w'] }],
  ])('are refused with both sides: %s', async (_, text, change, fields) => {
    const data = { ...(await forModel({ label: 'y' })), ...change }
    await expect(read(text, data)).rejects.toThrowRomae('TIMESERIES_OTHER_CHANNELS', {
      whose: 'the model',
      expected: ['v', 'w'],
      ...fields,
    })
  })

  it('may be fewer, or more, where that is said', async () => {
    const data = await forModel({ label: 'y' })
    const fewer = await read('id,t,w\na,0,10\n', { ...data, allowMissingChannels: true })
    expect(fewer.channels).toEqual([[['v'], ['w', 10]]])
    const more = 'id,t,v,w,z\na,0,1,2,3\n'
    expect((await read(more, { ...data, ignore: ['z'] })).channels).toEqual(
      (await read(more, { ...data, value: ['w', 'v'] })).channels,
    )
  })

  it('may be in a file of one observation a row', async () => {
    const data = { ...(await forModel({ ignore: ['y'] })), channel: 'c', value: ['x'] }
    expect((await read(long, data)).channels).toEqual([
      [
        ['v', 1, 2],
        ['w', 10],
      ],
      [
        ['v', 4],
        ['w', 30],
      ],
    ])
    const renamed = long.replaceAll(',w,', ',ww,')
    await expect(read(renamed, data)).rejects.toMatchObject({ fields: { missing: ['w'], unknown: ['ww'] } })
    await expect(read(long, { ...data, label: 'v' })).rejects.toThrowRomae('TIMESERIES_COLUMN_ROLE')
    const { channels } = await read(renamed, { ...data, ignore: ['ww'], allowMissingChannels: true })
    expect(channels[0]).toEqual([['v', 1, 2], ['w']])
  })

  it('left out in training are left out again, without a word', async () => {
    const data = await forModel({ value: ['v'] })
    const { channels, notes } = await read(wide, data)
    expect([channels[0], notes]).toEqual([[['v', 1, 2]], []])
  })

  it('of an older version’s model are taken as they were', async () => {
    const { unused, timeUnit, ...older } = (await read(wide, { ...base, value: ['v'] })).data
    const { channels, notes } = await read(wide, optionsForModel({ ...older }, 'predict') as unknown as SeriesData)
    expect(channels[0]).toEqual([['v', 1, 2]])
    expect(notes).toEqual([expect.stringMatching(/not read: w, y$/)])
  })

  it('have times of one kind', async () => {
    const data = await forModel({ label: 'y' })
    const dated = 'id,t,v,w\na,2024-01-01,1,2\n'
    await expect(read(dated, data)).rejects.toThrowRomae('TIMESERIES_OTHER_TIMES')
    const ofDates = optionsForModel({ ...(await read(dated, base)).data }, 'predict') as unknown as SeriesData
    expect(ofDates.timeUnit).toBe('days')
    await expect(read(wide, { ...ofDates, ignore: ['y'] })).rejects.toThrowRomae('TIMESERIES_BAD_TIME')
  })
})

describe('--unit', () => {
  it('is part of the channels', async () => {
    const path = join(folder, 'units.csv')
    await writeFile(path, wide)
    const { samples } = await readSeries([path], { ...base, ignore: ['y'], unit: ['v=m/s', 'w=K'] }, context)
    expect((samples as readonly TimeSeries[])[0]!.channels.map(({ unit }) => unit)).toEqual(['m/s', 'K'])
    await expect(readSeries([path], { ...base, unit: ['vK'] }, context)).rejects.toThrowRomae('TIMESERIES_UNIT_FORM')
  })
})

describe('what tells series apart', () => {
  const keysOf = async (texts: readonly string[], data: SeriesData) => {
    const paths = texts.map((_, index) => join(folder, `part-${index}.csv`))
    await Promise.all(paths.map((path, index) => writeFile(path, texts[index]!)))
    const { ids: names, givenIds: ids, groups, content } = await readSeries(paths, data, context)
    return { names, ids, groups, content }
  }

  it('are their ids, what they belong to, and what they hold', async () => {
    const copy = `${wide.replaceAll('\nb,', '\nc,')}d,0,1,10,0\nd,1,2,20,0\n`
    const { names, ids, groups, content } = await keysOf([copy], { ...base, group: 'y' })
    expect(ids).toEqual(names)
    expect([ids, groups]).toEqual([
      ['a', 'c', 'd'],
      ['0', '1', '0'],
    ])
    expect(content!(2)).toBe(content!(0))
    expect(content!(1)).not.toBe(content!(0))
  })

  it('are not names that are made up', async () => {
    const noIds = { ...base, id: null, value: ['v'] }
    const one = 't,v\n0,1\n1,2\n'
    expect(await keysOf([one], noIds)).toMatchObject({ ids: [undefined] })
    expect(
      (await readSeries([join(folder, 'part-0.csv'), join(folder, 'part-0.csv')], noIds, context)).givenIds,
    ).toEqual([undefined, undefined])
  })

  it('are of all files, in which an id comes once', async () => {
    const other = 'id,t,v,w,y\nb,2,5,50,1\nc,0,1,1,0\n'
    await expect(keysOf([wide, other], base)).rejects.toThrowRomae('TIMESERIES_ID_IN_TWO_FILES', {
      id: 'b',
      count: 1,
      files: [expect.stringMatching(/part-0/), expect.stringMatching(/part-1/)],
    })
    const { names, ids } = await keysOf([wide, other], { ...base, idsPerFile: true })
    expect(names).toEqual(['part-0/a', 'part-0/b', 'part-1/b', 'part-1/c'])
    expect(ids).toEqual(names.map(() => undefined))
  })
})

it('reads files that are no paths', async () => {
  const file = new File([wide], 'table.csv')
  const { samples, ids } = await readSeries([file], { ...base, label: 'y' }, context)
  expect(ids).toEqual(['a', 'b'])
  expect((samples as readonly TimeSeries[])[1]!.channels.map(({ values }) => [...values])).toEqual([
    [3, 4],
    [30, 40],
  ])
})
