import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleScript } from '@romae/build/bundle-script'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { createModality } from './create-modality.ts'
import { version } from './version.ts'

const filesIn = async (folder: string) => (await readdir(folder, { recursive: true })).sort()

describe('createModality', () => {
  it.each([
    ['typescript', false, 'ts'],
    ['javascript', true, 'js'],
  ] as const)('writes a plugin in %s, with nothing left of the templates', async (language, javascript, ending) => {
    const folder = join(await temporaryFolder(), 'sea-floor')
    const made = await createModality(folder, { javascript })
    expect(made).toMatchObject({ folder, package: 'sea-floor', language })
    const files = await filesIn(folder)
    expect(files).toEqual(expect.arrayContaining([`src/modality.${ending}`, `test/plugin.test.${ending}`, 'README.md']))
    for (const file of made.files) {
      const text = await readFile(join(folder, file), 'utf8')
      expect(text, file).not.toMatch(/[«»]|\b(NAME|PACKAGE|EXT|BUILT)\b|ERROR_/)
    }
    const source = await readFile(join(folder, `src/modality.${ending}`), 'utf8')
    expect(source).toContain("name: 'sea-floor'")
    expect(source).toContain("'SEA_FLOOR_FILE'")
    expect(source.includes(': Source')).toBe(language === 'typescript')
  })

  it('names the package as it is told, and is for packages of its own version', async () => {
    const folder = join(await temporaryFolder(), 'sea')
    await createModality(folder, { package: '@lab/sea-floor' })
    expect(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      name: '@lab/sea-floor',
      peerDependencies: { '@romae/tokenizer': '>=0.1.0 <1' },
      devDependencies: { romae: `^${version}` },
    })
  })

  it('replaces nothing, takes no name that npm would not, and says what cannot be written', async () => {
    const folder = await temporaryFolder({ 'mine/notes.txt': 'mine', file: '' })
    const making = (...path: string[]) => createModality(join(folder, ...path))
    await expect(making('mine')).rejects.toThrowRomae('CREATE_FOLDER_NOT_EMPTY', { found: ['notes.txt'] })
    await expect(making('Sea Floor')).rejects.toThrowRomae('CREATE_NAME', { name: 'Sea Floor' })
    await expect(making('file', 'sea')).rejects.toThrowRomae('CREATE_CANNOT_WRITE')
    expect(await filesIn(folder)).toEqual(['file', 'mine', 'mine/notes.txt'])
  })
})

describe('npm create @romae/modality', () => {
  const run = async (cwd: string, ...words: string[]) => {
    const main = await bundleScript(new URL('./main.ts', import.meta.url))
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [main, ...words], { cwd }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      )
    })
  }

  it('says what comes next, and what is wrong in one line', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'full/of'), { recursive: true })
    const [made, refused] = await Promise.all([run(folder, 'sea'), run(folder, 'full')])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toMatch(/^sea in .*: 8 files\n\ncd sea\nnpm install\nnpm test\n$/)
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^error: .*not empty \(of\).*\[CREATE_FOLDER_NOT_EMPTY\]\n$/)
  })
})
