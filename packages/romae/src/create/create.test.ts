import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

const filesIn = async (folder: string) => (await readdir(folder, { recursive: true })).sort()

describe('romae create', () => {
  it.each([
    ['typescript', [], 'ts'],
    ['javascript', ['--javascript'], 'js'],
  ] as const)('writes a plugin in %s, with nothing left of the templates', async (language, words, ending) => {
    const folder = await temporaryFolder()
    const made = JSON.parse(await runRomae(folder, 'create', 'sea-floor', ...words, '--json'))
    expect(made).toMatchObject({ package: 'sea-floor', language })
    const files = await filesIn(join(folder, 'sea-floor'))
    expect(files).toEqual(expect.arrayContaining([`src/modality.${ending}`, `test/plugin.test.${ending}`, 'README.md']))
    for (const file of made.files as string[]) {
      const text = await readFile(join(folder, 'sea-floor', file), 'utf8')
      expect(text, file).not.toMatch(/[«»]|\b(NAME|PACKAGE|EXT|BUILT)\b|ERROR_/)
    }
    const source = await readFile(join(folder, `sea-floor/src/modality.${ending}`), 'utf8')
    expect(source).toContain("name: 'sea-floor'")
    expect(source).toContain("'SEA_FLOOR_FILE'")
    expect(source.includes(': Source')).toBe(language === 'typescript')
  })

  it('names the package as it is told', async () => {
    const folder = await temporaryFolder()
    await runRomae(folder, 'create', 'sea', '--package', '@lab/sea-floor')
    expect(JSON.parse(await readFile(join(folder, 'sea/package.json'), 'utf8'))).toMatchObject({
      name: '@lab/sea-floor',
      peerDependencies: { '@romae/tokenizer': '>=0.1.0 <1' },
    })
  })

  it('replaces nothing, and takes no name that npm would not', async () => {
    const folder = await temporaryFolder({ 'mine/notes.txt': 'mine' })
    expect(await tryRomae(folder, 'create', 'mine')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not empty \(notes\.txt\).*\[APP_FOLDER_NOT_EMPTY\]/),
    })
    expect(await tryRomae(folder, 'create', 'Sea Floor')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('[APP_PLUGIN_NAME]'),
    })
    expect(await filesIn(folder)).toEqual(['mine', 'mine/notes.txt'])
  })
})
