import { RomaeError } from '@romae/internal/errors'
import { Command } from 'commander'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { count } from '../run/run-options.ts'
import { keepWritten } from '../testing/written.ts'
import { runMain, runProgram } from './run-program.ts'

const hostile = '\x1b[2J\u202e'
const shown = '\\u001b[2J\\u202e'

/** Runs a program whose command fails with an error that is none of ours. */
async function run(...words: string[]) {
  const written = keepWritten()
  const act = new Command('do').argument('[what]').option('--count <count>', 'how often', count)
  act.action((what: string) => {
    throw new Error(`cannot do ${what}`)
  })
  const program = new Command('child').addCommand(act)
  for (const command of [program, act]) command.exitOverride()
  vi.spyOn(process, 'argv', 'get').mockReturnValue(['node', 'child', ...words])
  await runProgram(program)
  return written
}

describe('a program', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    process.exitCode = undefined
  })

  it.each([
    ['an unknown command', [hostile], 'error: unknown command'],
    ['an unknown option of a command', ['do', `--${hostile}`], 'error: unknown option'],
    ['a value that is refused', ['do', '--count', hostile], 'error: option'],
    ['a fault', ['do', hostile], 'Error: cannot do'],
  ])('quotes %s visibly', async (_, words, message) => {
    const { stderr } = await run(...words)
    expect(process.exitCode).toBe(1)
    expect(stderr).toContain(message)
    expect(stderr).toContain(shown)
    for (const control of hostile.match(/\P{ASCII}|\p{Cc}/gu)!) expect(stderr).not.toContain(control)
  })

  it('shows a message of several lines as one thing', async () => {
    const written = keepWritten()
    await runMain(() => Promise.reject(new RomaeError('TEST', 'cannot read a\nerror: none')))
    expect(written.stderr).toBe('error: cannot read a\n  error: none [TEST]\n')
  })

  it('ends with what is thrown where nobody waits for it', async () => {
    const written = keepWritten()
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
    const others = process.listeners('uncaughtException')
    await runMain(async () => {
      const [own] = process.listeners('uncaughtException').filter((listener) => !others.includes(listener))
      own!(new Error(`stray ${hostile}`), 'uncaughtException')
    })
    expect(written.stderr).toContain(`Error: stray ${shown}\n    at `)
    expect([process.exitCode, exit.mock.calls.length]).toEqual([1, 1])
    expect(process.listeners('uncaughtException')).toEqual(others)
  })

  it('ends its help with one line feed', async () => {
    expect((await run('do', '--help')).stdout).toMatch(/^Usage: child do .*\n\n[\s\S]*display help for command\n$/)
  })
})
