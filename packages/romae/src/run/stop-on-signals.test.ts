import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { bundleScript } from '@romae/build/bundle-script'
import { CTRL_C, startInTerminal, whyNoTerminal } from '@romae/build/terminal'
import { describe, expect, it, onTestFinished } from 'vitest'

const busy = [await bundleScript(new URL('../testing/busy-child.ts', import.meta.url))]
const [hide, show] = ['\x1b[?25l', '\x1b[?25h']

/** Starts a process, and reads what it says on both outputs. */
function start(command: string, words: readonly string[]) {
  const child = spawn(command, words)
  onTestFinished(() => void child.kill('SIGKILL'))
  return readingOf(child)
}

function readingOf(child: ChildProcessWithoutNullStreams) {
  const output: string[] = []
  child.stdout.on('data', (data) => output.push(String(data)))
  child.stderr.on('data', (data) => output.push(String(data)))
  const text = () => output.join('')
  const said = async (part: string) => {
    while (!text().includes(part)) {
      if (child.exitCode !== null) throw new Error(`it ended without saying ${part}: ${text()}`)
      await sleep(10)
    }
  }
  return { child, text, said }
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'close')
  return child.exitCode
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, code) => {
  it('asks to stop the first time, and ends at once the second time', async () => {
    const { child, said } = start(process.execPath, [...busy, 'wait'])
    await said('ready')
    child.kill(signal)
    await said('stopping after the step in progress')
    await sleep(300)
    expect(child.exitCode).toBeNull()
    child.kill(signal)
    expect(await exitOf(child)).toBe(code)
  }, 20_000)

  it('counts once when it arrives twice for one key press', async () => {
    const { child, said } = start(process.execPath, [...busy, 'wait'])
    await said('ready')
    child.kill(signal)
    await said('stopping')
    child.kill(signal)
    await sleep(400)
    expect(child.exitCode).toBeNull()
    child.kill('SIGKILL')
    await exitOf(child)
  }, 20_000)
})

describe('a package manager that is killed', () => {
  /** Starts the process as one of another's, in a group of their own. */
  const startBelow = (env: NodeJS.ProcessEnv) => {
    const words = JSON.stringify([...busy, 'wait'])
    const code = `require('node:child_process').spawn(process.execPath, ${words}, { stdio: 'inherit' })`
    const child = spawn(process.execPath, ['--eval', code], { detached: true, env: { ...process.env, ...env } })
    onTestFinished(() => void process.kill(-child.pid!, 'SIGKILL'))
    return readingOf(child)
  }

  it.skipIf(process.platform !== 'linux')(
    'asks the command to stop where others are in between',
    async () => {
      const spawning = (words: readonly string[]) =>
        `require('node:child_process').spawn(process.execPath, ${JSON.stringify(words)}, { stdio: 'inherit' })`
      const inner = spawning([...busy, 'wait'])
      const env = { ...process.env, npm_config_user_agent: 'pnpm/10' }
      const words = ['--eval', spawning(['--eval', inner])]
      const outer = spawn(process.execPath, words, { detached: true, env })
      onTestFinished(() => void process.kill(-outer.pid!, 'SIGKILL'))
      const { child, said } = readingOf(outer)
      await said('ready')
      child.kill('SIGKILL')
      await said('stopping after the step in progress')
    },
    20_000,
  )

  it('asks the command that it runs to stop', async () => {
    const { child, said } = startBelow({ npm_config_user_agent: 'pnpm/10' })
    await said('ready')
    child.kill('SIGKILL')
    await said('stopping after the step in progress')
  }, 20_000)

  it('is nothing to a command of a shell', async () => {
    const { child, said, text } = startBelow({ npm_config_user_agent: undefined })
    await said('ready')
    child.kill('SIGKILL')
    await sleep(1500)
    expect(text()).not.toContain('stopping')
  }, 20_000)
})

describe('a terminal', async () => {
  const why = await whyNoTerminal()
  const inTerminal = (word: string) => startInTerminal(process.execPath, [...busy, word])

  it('has its cursor again when a run throws', async (context) => {
    if (why !== null) context.skip(why)
    const { text, ended } = await inTerminal('throw')
    expect(await ended).toBe(1)
    expect(text()).toContain('the run failed')
    expect(text()).toContain(hide)
    expect(text().lastIndexOf(show)).toBeGreaterThan(text().lastIndexOf(hide))
  }, 20_000)

  it('has its cursor again when Ctrl-C is pressed twice', async (context) => {
    if (why !== null) context.skip(why)
    const { text, said, press, ended } = await inTerminal('wait')
    await said('ready')
    press(CTRL_C)
    await said('stopping')
    await sleep(300)
    press(CTRL_C)
    expect(await ended).toBe(130)
    expect(text()).toContain(hide)
    expect(text().lastIndexOf(show)).toBeGreaterThan(text().lastIndexOf(hide))
  }, 20_000)
})
