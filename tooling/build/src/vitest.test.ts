import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'

const require = createRequire(import.meta.url)
const vitest = path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs')
const preset = new URL('./vitest.js', import.meta.url).href

/** Runs vitest with the preset in a package that has these test files. */
async function runPackage(files: Record<string, string>): Promise<{ status: number | null; results: unknown }> {
  const config = `import { packageTests } from '${preset}'\nexport default packageTests({ globals: true })\n`
  const sources = Object.fromEntries(Object.entries(files).map(([file, text]) => [`src/${file}`, text]))
  const root = await temporaryFolder({ 'vitest.config.mjs': config, ...sources })
  const { status } = spawnSync(process.execPath, [vitest, 'run'], { encoding: 'utf8', cwd: root })
  return { status, results: JSON.parse(readFileSync(path.join(root, 'test-results.json'), 'utf8')) }
}

it('writes what passed, what failed, and what was skipped and why', async () => {
  const { status, results } = await runPackage({
    'a.test.ts': `
      describe('a', () => {
        it('passes', () => {})
        it('fails', () => expect(1).toBe(2))
        it('is skipped', ({ skip }) => skip('needs a browser'))
        it.skip('is skipped before it runs', () => {})
        it.todo('is to be written')
      })`,
    'b.test.ts': 'it("passes", () => {})',
  })
  expect(status).toBe(1)
  expect(results).toEqual({
    passed: 2,
    failed: ['a > fails'],
    skipped: ['a > is skipped (needs a browser)', 'a > is skipped before it runs', 'a > is to be written'],
  })
})

it('counts a file that does not load as a failure', async () => {
  const { status, results } = await runPackage({
    'a.test.ts': "import './absent.ts'\nit('passes', () => {})",
    'b.test.ts': 'it("passes", () => {})',
  })
  expect(status).toBe(1)
  expect(results).toEqual({ passed: 1, failed: ['src/a.test.ts'], skipped: [] })
})

it('fails a run whose tests pass but write to the console', async () => {
  const { status, results } = await runPackage({ 'a.test.ts': "it('passes', () => console.log('noise'))" })
  expect(status).toBe(1)
  expect(results).toMatchObject({ passed: 1, failed: [expect.stringContaining('wrote to the console: noise')] })
})

it('runs files in one process, but for those that are to be alone', async () => {
  const file = `it('is the first in its process', async () => {
    globalThis.files = (globalThis.files ?? 0) + 1
    expect(globalThis.files).toBe(1)
  })`
  const names = ['a.test.ts', 'b.test.ts', 'c.alone.test.ts', 'd.alone.test.ts']
  const { results } = await runPackage(Object.fromEntries(names.map((name) => [name, file])))
  expect(results).toEqual({ passed: 3, failed: ['is the first in its process'], skipped: [] })
})
