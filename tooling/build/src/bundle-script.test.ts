import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { bundleScript } from './bundle-script.ts'
import { temporaryFolder } from './temporary-folder.ts'

it('is run by Node alone, and finds packages and files as the sources do', async () => {
  const files = {
    'src/main.ts': `
      import { readFileSync } from 'node:fs'
      import wabt from 'wabt'
      import { type Kind, kind } from './deeper/kind.ts'
      const { words } = await import('./deeper/words.ts')
      const said: Kind = kind
      console.log(said, typeof wabt, words(), readFileSync(new URL('data.txt', import.meta.url), 'utf8'), process.argv[2])`,
    'src/data.txt': 'beside main',
    'src/deeper/kind.ts': `export type Kind = string\nexport const kind: Kind = 'typed'`,
    'src/deeper/words.ts': `
      import { readFileSync } from 'node:fs'
      export const words = () => readFileSync(new URL('data.txt', import.meta.url), 'utf8')`,
    'src/deeper/data.txt': 'beside words',
  }
  const folder = await temporaryFolder(files, path.resolve('node_modules/.cache'))
  const script = pathToFileURL(path.join(folder, 'src/main.ts'))
  const bundles = await Promise.all([bundleScript(script), bundleScript(script)])
  expect(new Set(bundles).size).toBe(1)
  expect(path.dirname(bundles[0]!)).toBe(path.join(folder, 'node_modules/.cache/bundled-scripts'))
  const printed = execFileSync(process.execPath, [bundles[0]!, 'word'], { encoding: 'utf8' })
  expect(printed).toBe('typed function beside words beside main word\n')
})
