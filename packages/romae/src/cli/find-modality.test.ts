import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findModality } from './find-modality.ts'
import { loadModality, loadModalityOfModel } from './load-modality.ts'

let told: string[]
beforeEach(() => {
  told = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.push(String(text))
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const plugin = `
import { defineModality } from '@romae/tokenizer/modality'
export default defineModality({
  specVersion: 1, name: 'mine', samples: 'things', files: 'things',
  read: (sources: readonly unknown[]) => ({ samples: sources, ids: sources.map(String) }),
  fit() { throw new Error('none') },
  restore() { throw new Error('none') },
})
`
const found = async (...words: string[]) => (await findModality({ modalities: [], words, isHelp: false }))?.name

describe('the kind of data', () => {
  it('is what its files surely are, which is said', async () => {
    const folder = await temporaryFolder({
      'a.csv': 't,v\n0,1\n',
      'in/dark/a.PNG': '',
      'wav/b.wav': '',
      'wav/notes.txt': '',
    })
    expect(await found(join(folder, 'a.csv'))).toBe('timeseries')
    expect(told.join('')).toMatch(/^timeseries: because of .*a\.csv \(--modality says otherwise\)\n$/)
    expect(await found(join(folder, 'in'))).toBe('image')
    expect(await found(join(folder, 'wav'), 'not-a-file')).toBe('audio')
    expect(await found('-')).toBe('timeseries')
  })

  it('is that of a format which is not read, so that its error says the way out; but not within a folder', async () => {
    const folder = await temporaryFolder({ 'in/photo.heic': '', 'photo.HEIC': '' })
    expect(await found(join(folder, 'photo.HEIC'))).toBe('image')
    await expect(found(join(folder, 'in'))).rejects.toThrowRomae('APP_MODALITY_UNCERTAIN')
  })

  it('of a list is that of the files in it', async () => {
    const folder = await temporaryFolder({
      'list.csv': 'file,class\nphotos/1.jpg,day\n',
      'sounds.csv': 'label;path\n1;"a b.wav"\n',
      'list.jsonl': '{"path":"1.png"}\n{"path":"2.png"}\n',
    })
    expect(await found(join(folder, 'list.csv'))).toBe('image')
    expect(await found(join(folder, 'sounds.csv'))).toBe('audio')
    expect(await found(join(folder, 'sounds.csv#train'), join(folder, 'sounds.csv#test'))).toBe('audio')
    expect(await found(join(folder, 'list.jsonl'))).toBe('image')
  })

  it('is asked for where files are of several kinds, or of none', async () => {
    const folder = await temporaryFolder({ 'a.png': '', 'b.wav': '', 'c.txt': '' })
    await expect(found(folder)).rejects.toThrowRomae('APP_MODALITY_UNCERTAIN')
    await expect(found(join(folder, 'c.txt'))).rejects.toThrowRomae('APP_MODALITY_UNCERTAIN', {
      found: [],
      missing: [],
    })
    await expect(found(join(folder, 'gone'))).rejects.toThrowRomae('APP_MODALITY_UNCERTAIN', {
      missing: [join(folder, 'gone')],
    })
    expect(await findModality({ modalities: [], words: [], isHelp: true })).toBeNull()
  })

  it('of a model is that of its tokenizer', async () => {
    const json = (tokenizer: object) => JSON.stringify({ tokenizer })
    const folder = await temporaryFolder({
      'run/checkpoint/romae.json': json({ name: 'audio/spectrogram', package: '@romae/audio' }),
      'strange/romae.json': json({ name: 'quakes', package: 'romae-of-a-stranger' }),
      'nameless/romae.json': json({ name: 'quakes', package: null }),
    })
    const of = (model: string) => findModality({ modalities: [], model: join(folder, model), words: [], isHelp: false })
    expect((await of('run'))?.name).toBe('audio')
    await expect(of('strange')).rejects.toThrowRomae('APP_MODALITY_NOT_IN_PROJECT', { name: 'romae-of-a-stranger' })
    await expect(of('nameless')).rejects.toThrowRomae('APP_MODALITY_UNKNOWN', { tokenizer: 'quakes', given: null })
  })

  it('of a model that a file made is what the run was made with: said, and not imported', async () => {
    const sessions = (given: string) =>
      JSON.stringify([{ command: 'romae pretrain a' }, { command: `romae pretrain a --modality ${given} --out run` }])
    const model = JSON.stringify({ tokenizer: { name: 'mine', package: null } })
    const folder = await temporaryFolder({
      'here/checkpoint/romae.json': model,
      'gone/checkpoint/romae.json': model,
      'gone/environment.json': sessions('./gone.ts'),
      'broken/checkpoint/romae.json': model,
      'broken/environment.json': '{',
      'mine one.ts': "throw new Error('it is imported')",
    })
    const here = join(folder, 'mine one.ts')
    await writeFile(join(folder, 'here/environment.json'), sessions(`'${here}'`))
    const of = (run: string) => findModality({ modalities: [], model: join(folder, run), words: [], isHelp: false })
    const code = 'APP_MODALITY_UNKNOWN'
    await expect(of('here')).rejects.toThrowRomae(code, { given: here, missing: false })
    await expect(of('here/checkpoint')).rejects.toThrowRomae(code, { given: here, missing: false })
    await expect(of('gone')).rejects.toThrowRomae(code, { given: './gone.ts', missing: true })
    await expect(of('broken')).rejects.toThrowRomae(code, { given: null })
  })
})

describe('a modality by --modality', () => {
  it('may be a file of TypeScript anywhere', async () => {
    const folder = await temporaryFolder({ 'mine.ts': plugin })
    expect(await loadModality(join(folder, 'mine.ts'))).toMatchObject({ name: 'mine', samples: 'things' })
  })

  it.each<[string, string, RegExp]>([
    ['gone.ts', '', /there is no such file/],
    ['none.ts', 'export const a = 3', /exports no modality .* but a/],
    ['broken.ts', "throw new Error('it is broken')", /it is broken/],
  ])('is refused with the reason: %s', async (name, text, reason) => {
    const folder = await temporaryFolder(name === 'gone.ts' ? {} : { [name]: text })
    await expect(loadModality(join(folder, name))).rejects.toThrowRomae('APP_NO_MODALITY', {
      reason: expect.stringMatching(reason),
    })
  })

  it('of a newer contract names what to update', async () => {
    const folder = await temporaryFolder({ 'mine.ts': plugin.replace('specVersion: 1', 'specVersion: 2 as 1') })
    await expect(loadModality(join(folder, 'mine.ts'))).rejects.toThrowRomae('APP_NO_MODALITY', {
      reason: expect.stringContaining('update romae and @romae/tokenizer'),
    })
  })

  it('may be a package that is installed, which a model alone cannot ask for', async () => {
    await expect(loadModality('romae-that-nobody-has')).rejects.toThrowRomae('APP_NO_MODALITY', {
      reason: expect.stringContaining('npm install romae-that-nobody-has'),
    })
    await expect(loadModalityOfModel('vitest-of-a-stranger')).rejects.toThrowRomae('APP_MODALITY_NOT_IN_PROJECT')
  })
})
