import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { allRules } from '../conformance/conformance.ts'

const packageFolder = join(import.meta.dirname, '../..')
const plugin = readFileSync(join(import.meta.dirname, 'sounding-tokenizer.ts'), 'utf8')
const conformance = readFileSync(join(import.meta.dirname, 'sounding-tokenizer.test.js'), 'utf8')

// Inside the package, so that `@romae/tokenizer` means this one.
const folder = mkdtempSync(join(import.meta.dirname, '.broken-'))
afterAll(() => rmSync(folder, { recursive: true }))

function runNodeTest(file: string) {
  const options = ['--import', 'tsx', '--conditions=@romae/source', '--test', '--test-reporter=tap']
  const { status, stdout } = spawnSync(process.execPath, [...options, file], {
    cwd: packageFolder,
    encoding: 'utf8',
    // Node's test runner does nothing in a process that it believes to be one of its own.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  })
  const count = (outcome: string) => Number(stdout.match(new RegExp(`^# ${outcome} (\\d+)$`, 'm'))?.[1])
  return { status, stdout, passed: count('pass'), failed: count('fail') }
}

describe('the README', () => {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')

  it('lists every rule', () => {
    const [, table] = readme.split(/^\| rule .*\n.*\n/m)
    const rows = [...table!.split('\n\n')[0]!.matchAll(/^\| `(.+)` +\| (.+?) +\|$/gm)]
    expect(rows.map(([, name, description]) => ({ name, description }))).toEqual(
      allRules.map(({ name, description }) => ({ name, description })),
    )
  })

  it('shows the example', () => {
    const blocks = [...readme.matchAll(/^```[jt]s\n(.*?)^```$/gms)].map((match) => match[1])
    expect(blocks).toEqual([plugin, conformance])
  })
})

describe('the example', () => {
  it('passes under node:test', () => {
    const { status, passed, failed } = runNodeTest(join(import.meta.dirname, 'sounding-tokenizer.test.js'))
    expect({ status, failed }).toEqual({ status: 0, failed: 0 })
    expect(passed).toBeGreaterThan(20)
  })

  it('fails under node:test, by one rule, once it is broken', () => {
    copyFileSync(join(import.meta.dirname, 'sounding-tokenizer.test.js'), join(folder, 'sounding-tokenizer.test.js'))
    writeFileSync(join(folder, 'sounding-tokenizer.ts'), plugin.replace('depth / scale', 'depth / 0'))
    const { status, stdout, failed } = runNodeTest(join(folder, 'sounding-tokenizer.test.js'))
    expect({ status, failed }).toEqual({ status: 1, failed: 1 })
    expect(stdout).toContain('rule finite-values: soundings: sample 0: token 0: values[0]')
  })
})
