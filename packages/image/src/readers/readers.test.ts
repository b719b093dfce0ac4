import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { needsShared } from '@romae/build/shared'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import { create } from 'tar'
import { describe, expect, it } from 'vitest'
import { encodedFiles } from '../testing/encoded.ts'
import { collect } from '../testing/pictures.ts'
import type { EncodedImage } from './encoded-image.ts'
import { listImageFolder } from './folder.ts'
import { readImages } from './read-images.ts'
import { listImageTable } from './table.ts'
import { listImageTar } from './tar.ts'
import { listTinyImageNet } from './tiny-imagenet.ts'

const { png, jpeg } = (await encodedFiles()) as { png: Buffer; jpeg: Buffer }

/** `id label` of each, sources aside. */
const names = (list: readonly EncodedImage[]) => list.map(({ id, label }) => `${id} ${label ?? '-'}`)

describe('listImageFolder', () => {
  it('lists class folders in order, at any depth, and leaves out what is no image', async () => {
    const folder = await temporaryFolder({
      'dog/b.PNG': png,
      'dog/a.jpg': jpeg,
      'cat/deep/er/c.jpeg': jpeg,
      'loose.webp': png,
      'cat/notes.txt': 'no image',
      '.cache/x.png': png,
      'dog/.hidden.png': png,
    })
    await symlink('/etc', join(folder, 'link'))
    await symlink(join(folder, 'loose.webp'), join(folder, 'dog', 'link.png'))
    const unread: string[] = []
    const list = await collect(listImageFolder(folder, { onUnread: (file) => unread.push(file) }))
    expect(unread).toEqual(['cat/notes.txt', 'dog/link.png', 'link'])
    expect(names(list)).toEqual(['cat/deep/er/c.jpeg cat', 'dog/a.jpg dog', 'dog/b.PNG dog', 'loose.webp -'])
    expect(list[1]!.file).toBe(join(folder, 'dog', 'a.jpg'))
  })

  it('says when there is no folder, or nothing in it', async () => {
    const folder = await temporaryFolder({ 'a/readme.md': '' })
    await expect(async () => collect(listImageFolder(folder))).rejects.toThrowRomae('IMAGE_NO_IMAGES')
    const error = await caught(() => collect(listImageFolder(join(folder, 'absent'))))
    expect(error.code).toBe('IMAGE_CANNOT_READ')
    expect(error.message).toContain('absent')
  })
})

describe('a class folder without an image', () => {
  it.each([
    ['pictures that are not read', { 'bird/a.heic': png, 'bird/b.bmp': png }, { unread: 2, example: 'bird/a.heic' }],
    ['text', { 'bird/deep/readme.md': 'x' }, { unread: 1, example: 'bird/deep/readme.md' }],
    ['hidden files', { 'bird/.notes': 'x' }, { unread: 0, example: null }],
  ])(
    'that holds %s is an error, in a folder and in an archive, unless labels are optional',
    async (_, files, fields) => {
      const folder = await temporaryFolder({ 'cat/a.png': png, '__MACOSX/bird/x.txt': 'x', ...files })
      await create({ cwd: folder, file: join(folder, '.all.tar') }, ['cat', 'bird', '__MACOSX'])
      for (const list of [
        (options: object) => collect(listImageFolder(folder, options)),
        (options: object) => collect(listImageTar(join(folder, '.all.tar'), options)),
      ]) {
        const error = await caught(() => list({}))
        expect(error).toMatchObject({ code: 'IMAGE_EMPTY_CLASS', fields: { label: 'bird', ...fields } })
        const unread: string[] = []
        const found = await list({ labels: 'optional', onUnread: (file: string) => unread.push(file) })
        expect([names(found), unread.length]).toEqual([['cat/a.png cat'], fields.unread])
      }
    },
  )
})

describe('listImageTable', () => {
  const rows = [
    { path: 'x/a.png', class: 'cat, tabby', name: 'first' },
    { path: 'b.png', class: 'dog', name: 'second' },
  ]
  const csv = '\uFEFFname,path,class\r\nfirst,x/a.png,"cat, tabby"\r\nsecond,b.png,dog\r\n'
  const jsonl = `${rows.map((row) => JSON.stringify(row)).join('\n')}\n\n`
  const columns = { file: 'path', label: 'class', id: 'name' }

  it.each([
    ['list.csv', csv],
    ['list.jsonl', jsonl],
  ])('reads %s', async (name, text) => {
    const folder = await temporaryFolder({ [name]: text })
    const list = await collect(listImageTable(join(folder, name), columns))
    expect(names(list)).toEqual(['first cat, tabby', 'second dog'])
    expect(list[0]!.source).toBe(join(folder, 'x', 'a.png'))
    const elsewhere = await collect(listImageTable(join(folder, name), { file: 'path', folder: '/data' }))
    expect(elsewhere[1]).toEqual({ id: 'b.png', file: '/data/b.png', source: '/data/b.png' })
  })

  it.each([
    ['list.csv', 'file,class,patient\na.png,,p1\nb.png,NA,p1\nc.png,cat,p2\n'],
    [
      'list.jsonl',
      '{"file":"a.png","patient":"p1"}\n{"file":"b.png","class":"NA","patient":"p1"}\n' +
        '{"file":"c.png","class":"cat","patient":"p2"}\n',
    ],
  ])('reads groups, and labels that are missing, of %s', async (name, text) => {
    const folder = await temporaryFolder({ [name]: text })
    const options = { label: 'class', group: 'patient', missing: ['', 'NA'] }
    const list = await collect(listImageTable(join(folder, name), options))
    expect(list.map(({ label }) => label)).toEqual([undefined, undefined, 'cat'])
    expect(list.map(({ group }) => group)).toEqual(['p1', 'p1', 'p2'])
    await expect(collect(listImageTable(join(folder, name), { label: 'class' }))).rejects.toThrowRomae(
      'IMAGE_LIST_SYNTAX',
    )
  })

  it.each([
    ['list.csv', 'file,cat,dog\na.png,1,0\nb.png,0,0\nc.png,True,\nd.png,NA,\n'],
    [
      'list.jsonl',
      '{"file":"a.png","cat":1,"dog":0}\n{"file":"b.png","cat":0,"dog":false}\n{"file":"c.png","cat":true}\n' +
        '{"file":"d.png","cat":"NA","dog":null}\n',
    ],
  ])('reads columns of 1 and 0 of %s', async (name, text) => {
    const folder = await temporaryFolder({ [name]: text })
    const list = await collect(listImageTable(join(folder, name), { labels: ['dog', 'cat'], missing: ['NA'] }))
    expect(list.map(({ labels }) => labels)).toEqual([
      { has: ['cat'], unknown: [] },
      { has: [], unknown: [] },
      { has: ['cat'], unknown: ['dog'] },
      undefined,
    ])
    await expect(collect(listImageTable(join(folder, name), { labels: ['file'] }))).rejects.toThrowRomae(
      'IMAGE_LIST_SYNTAX',
      { reason: '"file" must be 1, 0 or empty; got "a.png"' },
    )
  })

  it('reads a column of several labels, of which an empty cell has none', async () => {
    const folder = await temporaryFolder({ 'list.csv': 'file,tags\na.png,cat;dog\nb.png,\nc.png,NA\n' })
    const options = { label: 'tags', labelSeparator: ';', missing: ['', 'NA'] }
    const list = await collect(listImageTable(join(folder, 'list.csv'), options))
    expect(list.map(({ label, labels }) => [label, labels])).toEqual([
      [undefined, { has: ['cat', 'dog'], unknown: [] }],
      [undefined, { has: [], unknown: [] }],
      [undefined, undefined],
    ])
  })

  it.each([
    ['a.csv', 'file\n../secret.png\n', 'IMAGE_UNSAFE_NAME', 'a.csv names "../secret.png"'],
    ['a.csv', 'file\n/etc/secret.png\n', 'IMAGE_UNSAFE_NAME', '/etc/secret.png'],
    ['a.csv', 'flie\nx.png\n', 'IMAGE_LIST_NO_COLUMN', 'did you mean "flie"'],
    ['a.csv', 'file,label\nx.png\n', 'IMAGE_LIST_SYNTAX', 'a.csv:2'],
    ['a.csv', 'file\n"x.png\n', 'IMAGE_LIST_SYNTAX', 'a.csv:'],
    ['a.csv', 'file,label\nx.png,cat\n,dog\n', 'IMAGE_LIST_SYNTAX', 'a.csv:3: "file" is empty'],
    ['a.csv', 'file\n', 'IMAGE_NO_IMAGES', 'a.csv'],
    ['a.jsonl', '{"file":"x.png"}\n{"file":\n', 'IMAGE_LIST_SYNTAX', 'a.jsonl:2: not JSON'],
    [
      'a.jsonl',
      `{"file":${'['.repeat(1e5)}${']'.repeat(1e5)}}\n`,
      'IMAGE_LIST_SYNTAX',
      'a.jsonl:1: not JSON: it is nested',
    ],
    ['a.jsonl', '["x.png"]\n', 'IMAGE_LIST_SYNTAX', 'a.jsonl:1: expected a JSON object'],
    ['a.jsonl', '{"image":"x.png"}\n', 'IMAGE_LIST_SYNTAX', '"file" must be a text or a number; got nothing'],
  ])('refuses %s: %j', async (name, text, code, message) => {
    const folder = await temporaryFolder({ [name]: text })
    const error = await caught(() => collect(listImageTable(join(folder, name))))
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  })
})

describe('listTinyImageNet', () => {
  const files = {
    'train/n02/images/n02_0.JPEG': jpeg,
    'train/n01/images/n01_1.JPEG': jpeg,
    'train/n01/images/n01_0.JPEG': jpeg,
    'train/n01/n01_boxes.txt': 'n01_0.JPEG\t0\t0\t9\t9\n',
    'val/images/val_0.JPEG': jpeg,
    'val/images/val_1.JPEG': jpeg,
    'val/val_annotations.txt': 'val_1.JPEG\tn02\t0\t0\t9\t9\nval_0.JPEG\tn01\t0\t0\t9\t9\n',
    'test/images/test_0.JPEG': jpeg,
  }

  it.each([
    [
      'train',
      ['train/n01/images/n01_0.JPEG n01', 'train/n01/images/n01_1.JPEG n01', 'train/n02/images/n02_0.JPEG n02'],
    ],
    ['val', ['val/images/val_1.JPEG n02', 'val/images/val_0.JPEG n01']],
    ['test', ['test/images/test_0.JPEG -']],
  ] as const)('lists %s', async (split, expected) => {
    const folder = await temporaryFolder(files)
    const list = await collect(listTinyImageNet(folder, { split }))
    expect(names(list)).toEqual(expected)
    expect(await collect(readImages(list))).toHaveLength(expected.length)
  })

  it('refuses bad annotations and a folder that is something else', async () => {
    const code = async (changed: Record<string, string | Buffer>, split: 'train' | 'val') =>
      (await caught(async () => collect(listTinyImageNet(await temporaryFolder(changed), { split })))).code
    expect(await code({ ...files, 'val/val_annotations.txt': 'val_0.JPEG n01\n' }, 'val')).toBe('IMAGE_LIST_SYNTAX')
    expect(await code({ ...files, 'val/val_annotations.txt': '../../x.JPEG\tn01\n' }, 'val')).toBe('IMAGE_UNSAFE_NAME')
    expect(await code({ 'cat/a.png': png }, 'train')).toBe('IMAGE_CANNOT_READ')
    expect(await code({ 'train/readme.txt': '' }, 'train')).toBe('IMAGE_NO_IMAGES')
    expect((await caught(() => collect(listTinyImageNet('.', { split: 'dev' as never })))).code).toBe(
      'IMAGE_INVALID_OPTION',
    )
  })
})

describe('listImageTar', () => {
  async function archive(gzip = false): Promise<{ folder: string; path: string }> {
    const folder = await temporaryFolder({
      'set/train/cat/0.png': png,
      'set/train/dog/0.jpg': jpeg,
      'set/README.md': '#',
    })
    await mkdir(join(folder, 'set', 'test'))
    await writeFile(join(folder, 'set', 'test', '1.png'), png)
    const path = join(folder, 'set.tar')
    await create({ cwd: folder, file: path, gzip, portable: true }, [
      'set/train/cat',
      'set/train/dog',
      'set/test',
      'set/README.md',
    ])
    return { folder, path }
  }

  it.each([false, true])('lists images with their bytes (gzip: %s)', async (gzip) => {
    const { path } = await archive(gzip)
    const list = await collect(listImageTar(path, { within: 'set/train' }))
    expect(names(list)).toEqual(['set/train/cat/0.png cat', 'set/train/dog/0.jpg dog'])
    expect(list[0]).toMatchObject({ source: png, file: `${path}/set/train/cat/0.png` })
    expect(names(await collect(listImageTar(path, { within: 'set/test/' })))).toEqual(['set/test/1.png -'])
    expect(await collect(listImageTar(path))).toHaveLength(3)
  })

  it('notices every truncation', async () => {
    const { folder, path } = await archive()
    const { readFile } = await import('node:fs/promises')
    const bytes = await readFile(path)
    const cut = join(folder, 'cut.tar')
    for (let length = 0; length < bytes.length - 1024; length += 256) {
      await writeFile(cut, bytes.subarray(0, length))
      const error = await caught(() => collect(listImageTar(cut)))
      expect(error.code, `${length} bytes`).toBe('IMAGE_TAR')
      expect(error.message).toContain('cut.tar')
    }
  })

  it('refuses names that lead out, links, and what is too large', async () => {
    const { folder, path } = await archive()
    expect((await caught(() => collect(listImageTar(path, { maxBytes: 10 })))).message).toMatch(
      /0\.png has \d+ bytes; at most 10/,
    )
    await expect(async () => collect(listImageTar(path, { within: 'other' }))).rejects.toThrowRomae('IMAGE_NO_IMAGES')
    const out = join(folder, 'out.tar')
    await create({ cwd: join(folder, 'set'), file: out, preservePaths: true }, ['../set/train/cat/0.png'])
    await expect(async () => collect(listImageTar(out))).rejects.toThrowRomae('IMAGE_UNSAFE_NAME')
    await symlink('/etc/passwd', join(folder, 'set', 'link.png'))
    const linked = join(folder, 'linked.tar')
    await create({ cwd: folder, file: linked }, ['set/link.png'])
    expect((await caught(() => collect(listImageTar(linked)))).message).toContain('"set/link.png" is a link')
    await expect(async () => collect(listImageTar(join(folder, 'absent.tar')))).rejects.toThrowRomae(
      'IMAGE_CANNOT_READ',
    )
    await expect(async () => collect(listImageTar(join(folder, 'set', 'README.md')))).rejects.toThrowRomae('IMAGE_TAR')
  })

  needsShared(it)('reads CIFAR-10: ten classes of 500 and 100', async (shared) => {
    const path = join(shared, 'data', 'cifar10-5k.tar')
    for (const [split, count] of [
      ['train', 500],
      ['test', 100],
    ] as const) {
      const list = await collect(listImageTar(path, { within: `cifar10-5k/${split}` }))
      const counts = new Map<string, number>()
      for (const { label } of list) counts.set(label!, (counts.get(label!) ?? 0) + 1)
      expect([...counts.values()]).toEqual(Array(10).fill(count))
      const images = await collect(readImages(list.slice(0, 50)))
      expect(images.every(({ width, height, channels }) => width === 32 && height === 32 && channels === 3)).toBe(true)
      expect(images.map(({ id, label }) => `${id} ${label}`)).toEqual(names(list.slice(0, 50)))
    }
  })
})

describe('readImages', () => {
  const list = (...sources: (Buffer | string)[]): EncodedImage[] =>
    sources.map((source, index) => ({ id: `${index}`, label: 'x', file: `file-${index}`, source }))

  it.each([1, 2, 7])('keeps order, ids and labels (%i at a time)', async (concurrency) => {
    const images = await collect(readImages(list(png, jpeg, png, jpeg, png), { concurrency, channels: 1 }))
    expect(images.map(({ id, label, channels }) => [id, label, channels])).toEqual(
      [0, 1, 2, 3, 4].map((index) => [`${index}`, 'x', 1]),
    )
  })

  it('throws at the turn of the image that fails, naming its file', async () => {
    const decoded: string[] = []
    const decoding = async () => {
      for await (const { id } of readImages(list(png, png, png.subarray(0, 200), 'absent.png'))) decoded.push(id)
    }
    await expect(decoding).rejects.toThrowRomae('IMAGE_DAMAGED', { file: 'file-2' })
    expect(decoded).toEqual(['0', '1'])
  })

  it('may be left early', async () => {
    for await (const { id } of readImages(list(png, png, 'absent.png'))) {
      expect(id).toBe('0')
      break
    }
  })

  it.each([{ concurrency: 0 }, { channels: 2 }])('refuses %j', async (options) => {
    await expect(async () => collect(readImages(list(png), options as never))).rejects.toThrowRomae(
      'IMAGE_INVALID_OPTION',
    )
  })

  it('refuses an id for all', async () => {
    expect((await caught(() => collect(readImages(list(png), { id: 'x' } as never)))).code).toBe('IMAGE_UNKNOWN_OPTION')
  })
})
