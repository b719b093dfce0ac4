import { describe, expect, it } from 'vitest'
import { CTRL_C, startInTerminal, whyNoTerminal } from './terminal.ts'

const why = await whyNoTerminal()
const start = (code: string) => startInTerminal(process.execPath, ['--eval', code])

describe.skipIf(why !== null)(`a program in a terminal${why === null ? '' : ` (${why})`}`, () => {
  it('sees a terminal, and ends with its own code', async () => {
    const terminal = await start(
      'console.log(String(process.stdout.isTTY && process.stdin.isTTY)); process.exitCode = 3',
    )
    expect(await terminal.ended).toBe(3)
    expect(terminal.text()).toBe('true\r\n')
  })

  it('is told of Ctrl-C as by a key, and reads what is typed', async () => {
    const terminal = await start(`
      process.on('SIGINT', () => { console.log('a key'); process.exit(130) })
      process.stdin.once('data', (data) => console.log('typed ' + data))
      console.log('ready')`)
    await terminal.said('ready')
    terminal.press('word\r')
    await terminal.said(/typed word/)
    terminal.press(CTRL_C)
    await terminal.said('a key')
    expect(await terminal.ended).toBe(130)
  })

  it('that a signal ends has its number', async () => {
    const terminal = await start("console.log('ready'); setInterval(() => {}, 1000)")
    await terminal.said('ready')
    terminal.kill('SIGTERM')
    expect(await terminal.ended).toBe(143)
  })

  it('that ends without saying something says what it said', async () => {
    const terminal = await start("console.log('no')")
    await expect(terminal.said('yes')).rejects.toThrow('it ended without saying yes: no')
  })
})
