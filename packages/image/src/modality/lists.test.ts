import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { picture } from '../testing/encoded.ts'
import { readingContext, resolvedOptions } from '../testing/reading.ts'
import { image } from './image.ts'
import type { ImageOptions } from './options.ts'
import { readImages } from './read-images.ts'

const formats = fileURLToPath(new URL('../testing/formats/', import.meta.url))
const png = await picture().png().toBuffer()

async function read(source: string, options: Partial<ImageOptions> = {}, context = readingContext()) {
  const { ids, labels, groups, samples } = await readImages([source], resolvedOptions(options), context)
  return { ids, labels, groups, samples, notes: context.noted }
}

describe('a list of images', () => {
  it('is a Parquet file of pandas, of which a split is read', async () => {
    const list = join(formats, 'list.parquet')
    const train = await read(`${list}#train`, { label: 'label' })
    expect([train.ids, train.labels, train.notes]).toEqual([['colour.png', 'grey.jpg'], ['a', 'b'], []])
    const test = await read(`${list}#test`, { label: 'label', missing: [''] })
    expect([test.ids, test.labels]).toEqual([
      ['colour.gif', 'bytes.tif'],
      ['a', undefined],
    ])
    const grouped = await read(list, { group: 'size' })
    expect(grouped.groups).toEqual(['1', '2', '3', '4'])
    expect(grouped.notes).toEqual([
      `${list} has the splits train (2), test (2), and all are read: ${list}#train reads one`,
    ])
  })

  it.each([
    ['list.csv', 'path,label,split\na.png,x,train\nb.png,y,val\n'],
    ['list.jsonl', '{"path":"a.png","label":"x","split":"train"}\n{"path":"b.png","label":"y","split":"val"}\n'],
  ])('is %s, of which a split is read, by another column too', async (name, text) => {
    const folder = await temporaryFolder({ [name]: text, 'a.png': png, 'b.png': png })
    const list = join(folder, name)
    expect(await read(`${list}#val`, { label: 'label' })).toMatchObject({ ids: ['b.png'], labels: ['y'] })
    expect(await read(`${list}#x`, { split: 'label' })).toMatchObject({ ids: ['a.png'] })
    const { samples } = await read(list)
    expect(samples).toHaveLength(2)
    const reason = 'no row is of the split "dev": it has the splits train (1), val (1)'
    await expect(read(`${list}#dev`)).rejects.toThrowRomae('IMAGE_LIST_SPLIT', { file: list, reason })
    await expect(read(`${list}#dev`, { split: 'fold' })).rejects.toThrowRomae('IMAGE_LIST_SPLIT', {
      reason: 'no row is of the split "dev": it has no column of splits',
    })
    const [code, fields] = name.endsWith('csv')
      ? ['IMAGE_LIST_NO_COLUMN', { name: 'pth' }]
      : ['IMAGE_LIST_SYNTAX', { line: 1 }]
    await expect(read(list, { file: 'pth' })).rejects.toThrowRomae(
      code as string,
      fields as Readonly<Record<string, unknown>>,
    )
  })

  it('is no Parquet file where it is damaged', async () => {
    const folder = await temporaryFolder({ 'list.parquet': 'PAR1 and nothing of it', 'lost.parquet': '' })
    await expect(read(join(folder, 'list.parquet'))).rejects.toThrowRomae('IMAGE_LIST_SYNTAX')
    await expect(read(join(folder, 'lost.parquet'))).rejects.toThrowRomae('IMAGE_LIST_SYNTAX')
    await expect(read(join(folder, 'none.parquet'))).rejects.toThrowRomae('IMAGE_CANNOT_READ')
  })
})

describe('labels in names', () => {
  const pattern = '^(?<label>[a-z]+)_(?<patient>\\d+)_'
  const files = { 'cat_1_a.png': png, 'deep/dog_2_b.jpeg': png, 'deep/cat_2_c.png': png }

  it('are of a pattern, at any depth, with what images belong to', async () => {
    const folder = await temporaryFolder(files)
    const { ids, labels, groups } = await read(folder, { pattern, group: 'patient' })
    expect(ids).toEqual(['cat_1_a.png', 'deep/cat_2_c.png', 'deep/dog_2_b.jpeg'])
    expect([labels, groups]).toEqual([
      ['cat', 'cat', 'dog'],
      ['1', '2', '2'],
    ])
    expect((await read(join(folder, 'deep/dog_2_b.jpeg'), { pattern })).labels).toEqual(['dog'])
    await expect(read(folder, { pattern, group: 'ward' })).rejects.toThrowRomae('IMAGE_NO_GROUP', { group: 'ward' })
    expect((await read(join(folder, 'deep'), {})).labels).toEqual([undefined, undefined])
  })

  it('are in all names, by an expression that can be one', async () => {
    const folder = await temporaryFolder({ ...files, 'IMG_0001.png': png })
    const file = join(folder, 'IMG_0001.png')
    await expect(read(folder, { pattern })).rejects.toThrowRomae('IMAGE_FILE_NAME', { file, pattern })
    await expect(read(folder, { pattern: '(' })).rejects.toThrowRomae('IMAGE_INVALID_OPTION', { key: 'pattern' })
    await expect(read(folder, { pattern: 'x' })).rejects.toThrowRomae('IMAGE_INVALID_OPTION', { key: 'pattern' })
  })

  it('are asked of no new images, and of no list', () => {
    const saved = { ...resolvedOptions(), pattern, group: 'patient' }
    expect(image.optionsForModel!(saved, 'predict')).toEqual({ ...saved, pattern: null, group: null })
    const idle = image.unusedOptions!({ data: saved, tokenizer: {} } as never, ['list.csv#train'])
    expect(Object.keys(idle)).toContain('data.pattern')
    expect(Object.keys(image.unusedOptions!({ data: saved, tokenizer: {} } as never, ['folder']))).toContain(
      'data.split',
    )
  })
})
