import { Command } from 'commander'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { keepWritten } from '../testing/written.ts'
import { keepOutputForData, print, printTable, tell } from './print.ts'
import { runProgram } from './run-program.ts'

const hostile = '\x1b]52;c;AAAA\x07\x9b2J\u202e\r'
const shown = '\\u001b]52;c;AAAA\\u0007\\u009b2J\\u202e\\r'

describe('what goes to a terminal', () => {
  const { isTTY } = process.stdout
  afterEach(() => {
    vi.restoreAllMocks()
    process.stdout.isTTY = isTTY
  })

  it('is made visible, and keeps its lines', () => {
    const written = keepWritten()
    print(`a\t${hostile}\nb`)
    tell(hostile)
    expect(written).toEqual({ stdout: `a\t${shown}\nb\n`, stderr: `${shown}\n` })
  })

  it('is on standard output again after a program that kept it for data', async () => {
    keepOutputForData(true)
    await runProgram(
      new Command('data')
        .allowUnknownOption()
        .allowExcessArguments()
        .action(() => print('a line')),
    )
    const written = keepWritten()
    print('another')
    expect(written).toEqual({ stdout: 'another\n', stderr: '' })
  })

  it.each([
    ['as it is', false, `"${hostile}\n"`],
    ['made visible', true, `${shown}\\n`],
  ])('is a table %s (terminal: %s)', (_, terminal, expected) => {
    const written = keepWritten()
    process.stdout.isTTY = terminal
    printTable([['id'], [`${hostile}\n`]], false)
    expect(written.stdout).toBe(`id\n${expected}\n`)
  })
})
