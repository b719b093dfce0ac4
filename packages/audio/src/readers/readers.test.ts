import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { needsShared } from '@romae/build/shared'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { noise } from '../testing/sounds.ts'
import { wav } from '../testing/wav-files.ts'
import { listEsc50 } from './esc50.ts'
import { listSoundFolder } from './folder.ts'
import { listSoundFiles } from './named-files.ts'
import { readSound, readSounds } from './sound-file.ts'

const root = await temporaryFolder()

/** Writes a small data set: WAV files under the names that end in `.wav`, text under the others. */
async function dataSet(name: string, files: Record<string, string>): Promise<string> {
  const folder = join(root, name)
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, file)
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, file.toLowerCase().endsWith('.wav') ? wav([noise(100, 1)]) : text)
  }
  return folder
}

describe('listSoundFolder', () => {
  it('takes labels from folders, in order of names', async () => {
    const folder = await dataSet('classes', {
      'dog/b.wav': '',
      'dog/a.WAV': '',
      'cat/1.wav': '',
      'cat/notes.txt': 'x',
      '.git/x.wav': '',
      LICENSE: 'x',
    })
    const files = await listSoundFolder(folder)
    expect(files.map(({ id, label }) => [id, label])).toEqual([
      ['cat/1.wav', 'cat'],
      ['dog/a.WAV', 'dog'],
      ['dog/b.wav', 'dog'],
    ])
    for await (const sound of readSounds(files, { rate: 16000 })) expect(sound.channels[0]!.length).toBe(200)
    expect(await readSound(files[0]!)).toMatchObject({ id: 'cat/1.wav', label: 'cat', rate: 8000 })
    await expect(async () => readSound(files[0]!, { id: 'x' } as object)).rejects.toThrowRomae('AUDIO_UNKNOWN_OPTION')
  })

  it('tells what is not read, and refuses a class of which nothing is', async () => {
    const listed = async (folder: string, options: object = {}) => {
      const unread: string[] = []
      const files = await listSoundFolder(folder, { ...options, onUnread: (file) => unread.push(file) })
      return { ids: files.map(({ id }) => id), unread }
    }
    const some = { 'dog/a.wav': '', 'dog/b.aac': 'x', 'dog/deep/c.wav': '', 'readme.md': 'x', '__MACOSX/x': 'x' }
    const folder = await dataSet('some', some)
    expect(await listed(folder)).toEqual({ ids: ['dog/a.wav'], unread: ['readme.md', 'dog/b.aac', 'dog/deep/'] })
    for (const [name, file, unread] of [
      ['aiff', 'cat/a.aiff', 1],
      ['nested', 'cat/speaker/a.wav', 1],
      ['empty', 'cat/.hidden.wav', 0],
    ] as const) {
      const lost = await dataSet(`lost-${name}`, { ...some, [file]: '' })
      const error = await caught(() => listSoundFolder(lost))
      expect(error).toMatchObject({ code: 'AUDIO_EMPTY_CLASS', fields: { label: 'cat', unread } })
      expect((await listed(lost, { labels: 'optional' })).ids).toEqual(['dog/a.wav'])
    }
  })

  it('says what is wrong with a folder', async () => {
    await expect(async () => listSoundFolder(join(root, 'none'))).rejects.toThrowRomae('AUDIO_CANNOT_READ')
    const flat = await dataSet('flat', { 'a.wav': '' })
    expect(await caught(() => listSoundFolder(flat))).toMatchObject({
      code: 'AUDIO_NO_FILES',
      fields: { folder: flat },
    })
  })
})

describe('listSoundFiles', () => {
  const pattern = /^(?<label>\d)_(?<speaker>[a-z]+)(_(?<take>\d+))?$/g

  it('takes labels from names, and attributes', async () => {
    const folder = await dataSet('named', { '7_jackson_32.wav': '', '0_theo.wav': '' })
    const files = await listSoundFiles(folder, pattern)
    expect(files.map(({ id, label, attributes }) => [id, label, attributes])).toEqual([
      ['0_theo.wav', '0', { speaker: 'theo' }],
      ['7_jackson_32.wav', '7', { speaker: 'jackson', take: '32' }],
    ])
  })

  it('names a file that does not match', async () => {
    const folder = await dataSet('odd', { '7_jackson_32.wav': '', 'readme.wav': '' })
    const error = await caught(() => listSoundFiles(folder, pattern))
    expect(error.code).toBe('AUDIO_FILE_NAME')
    expect(error.message).toContain('readme.wav')
    await expect(async () => listSoundFiles(folder, /^\d/)).rejects.toThrowRomae('AUDIO_INVALID_OPTION')
    await expect(async () => listSoundFiles(root, pattern)).rejects.toThrowRomae('AUDIO_NO_FILES')
  })

  needsShared(it)('lists and decodes the Free Spoken Digit Dataset', async (shared) => {
    const folder = join(root, 'fsdd')
    await mkdir(folder)
    await promisify(execFile)('tar', ['-xJf', join(shared, 'data/fsdd.tar.xz'), '-C', folder, '--strip-components=1'])
    const files = await listSoundFiles(join(folder, 'recordings'), /^(?<label>\d)_(?<speaker>[a-z]+)_(?<take>\d+)$/)
    expect(files.length).toBe(3000)
    expect(new Set(files.map(({ label }) => label)).size).toBe(10)
    expect(files.filter(({ attributes }) => Number(attributes.take) < 5).length).toBe(300)
    let longest = 0
    for await (const { rate, channels } of readSounds(files)) {
      expect([rate, channels.length]).toEqual([8000, 1])
      longest = Math.max(longest, channels[0]!.length)
    }
    expect(longest / 8000).toBeGreaterThan(1)
  })
})

describe('listEsc50', () => {
  const header = 'filename,fold,target,category,esc10,src_file,take\n'
  const esc = (name: string, list: string, files: string[] = ['1-a.wav', '5-b.wav']) =>
    dataSet(name, { 'meta/esc50.csv': list, ...Object.fromEntries(files.map((file) => [`audio/${file}`, ''])) })

  it('takes labels and folds from the list, in its order', async () => {
    const folder = await esc(
      'esc',
      `${header}5-b.wav,5,14,"chirping birds",False,1001,A\r\n1-a.wav,1,0,dog,True,1002,B\n`,
    )
    const files = await listEsc50(folder)
    expect(files.map(({ id, label, attributes }) => [id, label, attributes.fold, attributes.target])).toEqual([
      ['5-b.wav', 'chirping birds', '5', '14'],
      ['1-a.wav', 'dog', '1', '0'],
    ])
    expect((await readSound(files[1]!)).channels[0]!.length).toBe(100)
  })

  it('lists new files, whose classes nobody knows, only where asked', async () => {
    const folder = await esc('esc new', 'filename\n5-b.wav\n')
    expect(await listEsc50(folder, { labels: 'optional' })).toEqual([
      { path: join(folder, 'audio/5-b.wav'), id: '5-b.wav', attributes: {} },
    ])
    expect((await caught(() => listEsc50(folder))).message).toContain('there is no column "fold"')
    await expect(async () => listEsc50(folder, { labels: false } as never)).rejects.toThrowRomae('AUDIO_INVALID_OPTION')
  })

  it.each<[what: string, list: string, line: number]>([
    ['nothing', '', 1],
    ['a missing column', 'filename,fold,label\n1-a.wav,1,dog\n', 1],
    ['a short row', `${header}1-a.wav,1,0,dog\n`, 2],
    ['an empty cell', `${header}1-a.wav,1,0,,True,1002,B\n`, 2],
    ['a file that is not there', `${header}1-a.wav,1,0,dog,True,1,A\n9-z.wav,1,0,dog,True,1,A\n`, 3],
    ['a file of another folder', `${header}../meta/esc50.csv,1,0,dog,True,1,A\n`, 2],
    ['a file twice', `${header}1-a.wav,1,0,dog,True,1,A\n1-a.wav,2,0,dog,True,1,A\n`, 3],
    ['a stray quote', `${header}1-a.wav,1,0,"dog,True,1,A\n`, 2],
  ])('names the line of %s', async (what, list, line) => {
    const folder = await esc(`esc ${what}`, list)
    await expect(async () => listEsc50(folder)).rejects.toThrowRomae('AUDIO_LIST', { line })
  })

  it('says that there is no list, or nothing in it', async () => {
    await expect(async () => listEsc50(root)).rejects.toThrowRomae('AUDIO_CANNOT_READ')
    const empty = await esc('esc empty', header)
    await expect(async () => listEsc50(empty)).rejects.toThrowRomae('AUDIO_NO_FILES')
  })
})
