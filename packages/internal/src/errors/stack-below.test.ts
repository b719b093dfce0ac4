import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { defineErrors } from './define-errors.ts'

const errors = defineErrors({ TEST_SAID: ({ what }: { what: string }) => `it said ${what}` })

it('begins the stack where the error was asked for', () => {
  const asked = () => errors.TEST_SAID({ what: 'a\nb' })
  const { stack, message } = asked()
  expect(stack).toContain(`RomaeError: ${message}\n    at asked (`)
  expect(stack).not.toMatch(/define-errors|stack-below\.ts/)
})

it('leaves the limit of stacks as it was, and heeds it', () => {
  const { stackTraceLimit } = Error
  try {
    Error.stackTraceLimit = 1
    expect(errors.TEST_SAID({ what: 'a' }).stack!.split('\n')).toHaveLength(2)
    expect(Error.stackTraceLimit).toBe(1)
    Error.stackTraceLimit = 0
    expect(errors.TEST_SAID({ what: 'a' }).stack).toBe('RomaeError: it said a [TEST_SAID]')
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
})

it('of an error that nobody catches, no line of ours is printed before its message', () => {
  const source = `
    const { defineErrors } = await import(${JSON.stringify(new URL('./define-errors.ts', import.meta.url).href)})
    const errors = defineErrors({ TEST_SAID: ({ what }) => 'it said ' + what })
    await (async () => { throw errors.TEST_SAID({ what: 'no' }) })()`
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const parameters = ['--import', 'tsx', '--input-type=module', '--eval', source]
  const { stderr, status } = spawnSync(process.execPath, parameters, { cwd: root, encoding: 'utf8' })
  expect(status).toBe(1)
  const before = stderr.slice(0, stderr.indexOf('RomaeError: it said no [TEST_SAID]'))
  expect(before.length).toBeGreaterThan(0)
  expect(before).not.toMatch(/RomaeError|factories|defineErrors|\.ts/)
})
