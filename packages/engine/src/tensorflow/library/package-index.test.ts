import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { packageIndex } from './package-index.ts'

const wheel = { file: 'w.whl', project: 'demo' }

/** A home with files; nothing of this machine's own is looked at. */
async function home(files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return { folder, environment: { HOME: folder, XDG_CONFIG_DIRS: join(folder, 'system') } }
}

const pipFile =
  '[global]\ntimeout = 60\nindex-url = https://pip.invalid/simple\n[list]\nindex-url: https://no.invalid\n'
const uvFile =
  '[[index]]\nurl = "https://first.invalid/simple"\n[[index]]\nurl = "https://uv.invalid/simple/"\ndefault = true\n'

it('takes what is given, then variables, then files, pip before uv', async () => {
  const { folder, environment } = await home({
    '.config/pip/pip.conf': pipFile,
    '.config/uv/uv.toml': uvFile,
    'named.conf': '[install]\nindex_url: https://named.invalid/\n[global]\nindex-url=https://global.invalid',
  })
  const of = async (more: NodeJS.ProcessEnv, given?: string) => {
    const { address, source } = await packageIndex(given, wheel, { ...environment, ...more })
    return [address, source.replace(folder, '')]
  }
  const variables = {
    UV_INDEX_URL: 'https://c.invalid',
    UV_DEFAULT_INDEX: 'mine=https://b.invalid',
    PIP_INDEX_URL: 'https://a.invalid/x/',
  }
  expect(await of(variables, 'https://g.invalid/simple')).toEqual(['https://g.invalid/simple/', '--index'])
  expect(await of(variables)).toEqual(['https://a.invalid/x/', 'PIP_INDEX_URL'])
  expect(await of({ ...variables, PIP_INDEX_URL: '' })).toEqual(['https://b.invalid/', 'UV_DEFAULT_INDEX'])
  expect(await of({ PIP_CONFIG_FILE: join(folder, 'named.conf') })).toEqual(['https://named.invalid/', '/named.conf'])
  expect(await of({})).toEqual(['https://pip.invalid/simple/', '/.config/pip/pip.conf'])
})

it('reads the default index of uv, or the first', async () => {
  const addressIn = async (text: string) => {
    const { environment } = await home({ '.config/uv/uv.toml': text })
    return (await packageIndex(undefined, wheel, environment)).address
  }
  expect(await addressIn(uvFile)).toBe('https://uv.invalid/simple/')
  expect(await addressIn('index-url = "https://old.invalid"')).toBe('https://old.invalid/')
  expect(await addressIn('[pip]\nindex-url = "https://pip.invalid"')).toBe('https://pip.invalid/')
  expect(await addressIn('[[index]]\nurl = "https://only.invalid"')).toBe('https://only.invalid/')
  const damaged = addressIn('[[index')
  await expect(damaged).rejects.toThrowRomae('ENGINE_SETUP_NO_INDEX', wheel)
})
