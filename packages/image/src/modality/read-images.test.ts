import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { LazySamples, Source } from '@romae/tokenizer/modality'
import { create } from 'tar'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeImage } from '../decode/decode-image.ts'
import { toPng } from '../decode/to-png.ts'
import type { Image } from '../image/image.ts'
import { noise } from '../testing/pictures.ts'
import { readingContext, resolvedOptions } from '../testing/reading.ts'
import { image } from './image.ts'
import type { ImageOptions } from './options.ts'
import { readImages } from './read-images.ts'

let folder: string
let photos: string

beforeAll(async () => {
  const encoded = await Promise.all(
    Array.from({ length: 6 }, (_, index) => toPng(noise({ width: 20 + index, height: 24 }))),
  )
  folder = await temporaryFolder({
    ...Object.fromEntries(
      encoded.map((png, index) => [`photos/${index < 3 ? 'bright' : 'dark'}/${index % 3}.png`, png]),
    ),
    'list.csv': 'file,class,patient\nphotos/dark/0.png,night,cleo\nphotos/dark/1.png,NA,ben\nphotos/dark/2.png,,ben\n',
  })
  photos = join(folder, 'photos')
})

async function read(
  sources: readonly Source[],
  options: Partial<ImageOptions> = {},
  context: Parameters<typeof readingContext>[0] = {},
) {
  const set = await readImages(sources, resolvedOptions({ size: 16, ...options }), readingContext(context))
  return { ...set, samples: set.samples as LazySamples<Image> }
}

/** Archives a folder of the test's, and gives the archive's path. */
async function archived(name: string, ...parts: readonly string[]): Promise<string> {
  const file = join(folder, name)
  await create({ cwd: folder, file }, [...parts])
  return file
}

describe('what sources mean', () => {
  it('is a folder of classes, and a single file: all of one size, read when they are needed', async () => {
    const { samples, ids, labels, notes } = await read([photos, join(photos, 'dark/1.png')])
    expect([samples.length, samples.alike]).toEqual([7, true])
    expect(ids.slice(0, 2)).toEqual(['bright/0.png', 'bright/1.png'])
    expect([labels![0], labels![5], labels![6]]).toEqual(['bright', 'dark', undefined])
    expect(samples.file!(4)).toBe(join(photos, 'dark/1.png'))
    const sample = await samples.sample(6)
    expect(sample).toMatchObject({ width: 16, height: 16, channels: 3 })
    expect(samples.bytes!(sample, 6)).toBe(16 * 16 * 3 * 4)
    expect(notes).toEqual([])
  })

  it('is shown as the model sees it, and smaller where it is large', async () => {
    const shown = async (size: number) => decodeImage((await (await read([photos], { size })).preview!(4)).png)
    const { samples } = await read([photos])
    expect((await shown(16)).data).toEqual((await samples.sample(4)).data)
    expect(await shown(200)).toMatchObject({ width: 112, height: 112 })
  })

  it('is a list, of which some texts mean no label', async () => {
    const list = [join(folder, 'list.csv')]
    expect((await read(list, { label: 'class' })).labels).toEqual(['night', undefined, undefined])
    expect((await read(list, { label: 'class', missing: [''] })).labels).toEqual(['night', 'NA', undefined])
    expect((await read(list)).labels).toEqual([undefined, undefined, undefined])
  })

  it('is a file that is no path, as a browser has them', async () => {
    const bytes = await readFile(join(photos, 'dark/1.png'))
    const { samples, ids, labels, content } = await read([new File([bytes], 'dropped.png'), photos])
    expect([ids[0], labels![0], samples.file!(0)]).toEqual(['dropped.png', undefined, null])
    const place = ids.indexOf('dark/1.png')
    const [dropped, listed] = await Promise.all([samples.sample(0), samples.sample(place)])
    expect(dropped.id).toBe('dropped.png')
    expect(dropped.data).toEqual(listed.data)
    expect(await content!(0)).toBe(await content!(place))
    const { samples: texts } = await read([new File(['no image'], 'a.png')])
    await expect(async () => texts.sample(0)).rejects.toThrowRomae('IMAGE_UNSUPPORTED_FORMAT', { file: 'a.png' })
  })

  it('is a part of an archive by #, whose images are held', async () => {
    const archive = await archived('all.tar', 'photos')
    const { samples, ids, labels, content } = await read([`${archive}#photos`, photos])
    expect(new Set(labels)).toEqual(new Set(['bright', 'dark']))
    const [inside, beside] = [ids.indexOf('photos/dark/1.png'), ids.indexOf('dark/1.png')]
    const held = await samples.sample(inside)
    expect(await samples.sample(inside)).toBe(held)
    expect([samples.bytes!(held, inside), samples.file!(inside)]).toEqual([0, null])
    expect((await samples.sample(beside)).data).toEqual(held.data)
    expect(await content!(inside)).toBe(await content!(beside))
  })

  it('is too much where an archive does not fit into the memory, twice the bytes of each', async () => {
    const archive = await archived('large.tar', 'photos')
    const needed = 6 * 2 * 16 * 16 * 3 * 4
    expect((await read([archive], {}, { bytes: needed })).ids).toHaveLength(6)
    await expect(read([archive], {}, { bytes: needed - 1 })).rejects.toThrowRomae('IMAGE_ARCHIVE_TOO_LARGE', {
      archive,
      bytes: needed - 1,
    })
  })

  it('is checked: what is not read is told, what lacks labels is refused unless nobody needs them', async () => {
    const patchy = join(folder, 'patchy')
    await cp(photos, patchy, { recursive: true })
    await mkdir(join(patchy, 'empty'))
    await writeFile(join(patchy, 'dark', 'notes.txt'), 'x')
    await expect(read([patchy])).rejects.toThrowRomae('IMAGE_EMPTY_CLASS', { label: 'empty' })
    const { notes, ids } = await read([patchy], {}, { purpose: 'predict' })
    expect(ids).toHaveLength(6)
    expect(notes).toEqual([`${patchy}: 1 entry is not read: 1 .txt (such as "dark/notes.txt")`])
  })

  it('says which image is gone', async () => {
    const copy = join(folder, 'copy')
    await cp(photos, copy, { recursive: true })
    const { samples } = await read([copy])
    await rm(join(copy, 'dark/1.png'))
    const file = join(copy, 'dark/1.png')
    await expect(async () => samples.sample(4)).rejects.toThrowRomae('IMAGE_CANNOT_READ', { file })
  })
})

describe('what images belong to', () => {
  it('is a column of a list, or a level of folders, also in an archive', async () => {
    await cp(join(photos, 'dark'), join(folder, 'patients/dark/anna'), { recursive: true })
    await cp(join(photos, 'dark'), join(folder, 'patients/dark/ben'), { recursive: true })
    const groupsOf = async (path: string, group: string) => [...new Set((await read([path], { group })).groups)]
    const patients = join(folder, 'patients')
    expect(await groupsOf(patients, '2')).toEqual(['anna', 'ben'])
    expect(await groupsOf(patients, '1')).toEqual(['dark'])
    expect(await groupsOf(`${await archived('patients.tar', 'patients')}#patients`, '2')).toEqual(['anna', 'ben'])
    expect(await groupsOf(join(folder, 'list.csv'), 'patient')).toEqual(['cleo', 'ben'])
    for (const group of ['3', '0', 'patient']) {
      await expect(groupsOf(patients, group)).rejects.toThrowRomae('IMAGE_NO_GROUP', { group })
    }
    await expect(groupsOf(join(photos, 'dark/0.png'), '1')).rejects.toThrowRomae('IMAGE_NO_GROUP')
  })

  it('is asked of no new images, nor are labels', async () => {
    const saved = { ...resolvedOptions(), label: 'class', group: 'patient' }
    expect(image.optionsForModel!(saved, 'predict')).toEqual({ ...saved, label: null, group: null, pattern: null })
    expect(image.optionsForModel!(saved, 'evaluate')).toEqual(saved)
  })
})
