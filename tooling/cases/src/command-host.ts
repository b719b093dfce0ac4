import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { bundleScript } from '@romae/build/bundle-script'
import type { HostedApp } from './app.ts'
import { type CommandResult, PATIENCE } from './command.ts'
import type { Question } from './command-child.ts'

/** A process that runs commands one after the other, which spares each the second or two in which an app is loaded. */
export interface CommandHost {
  /**
   * Runs a command as if it had been typed in `folder`. One that takes too long, or brings the process down, ends as a process
   * of its own would; the next has a new process.
   *
   * @param patience milliseconds until it is killed
   * @throws Error where the process ended although no command was running: the latest has left something that failed
   */
  run(folder: string, app: HostedApp, words: readonly string[], patience?: number): Promise<CommandResult>
  /** @throws Error as `run` does, and where the process does not end by itself: a command has left something open. */
  close(): Promise<void>
}

interface Child {
  readonly process: ChildProcess
  /** What it wrote past the outputs of a command, as Node and native code do. */
  written: string
  readonly closed: Promise<number | null>
}

const program = new URL('command-child.ts', import.meta.url)

/** Milliseconds in which a process has to end that is not needed any more. */
const FAREWELL = 10_000

/** Starts its process with the first command. */
export function commandHost(): CommandHost {
  let child: Child | undefined
  let state: 'idle' | 'running' | 'closing' = 'idle'
  let latest = ''
  let fault: Error | undefined
  let turn: Promise<unknown> = Promise.resolve()

  function start(file: string): Child {
    const process = fork(file, { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    const closed = once(process, 'close').then(([code]) => code as number | null)
    const started: Child = { process, written: '', closed }
    for (const output of [process.stdout, process.stderr]) {
      output?.setEncoding('utf8').on('data', (text: string) => {
        started.written += text
      })
    }
    void closed.then((code) => {
      if (state === 'running' || (state === 'closing' && code === 0)) return
      fault = new Error(`after ${latest}, the process ended with ${code}: ${started.written}`)
    })
    return started
  }

  async function answer(question: Question, patience: number): Promise<CommandResult> {
    if (fault !== undefined) throw fault
    child ??= start(await bundleScript(program))
    const asked = child
    latest = [question.app, ...question.words].join(' ')
    state = 'running'
    const answered = once(asked.process, 'message').then(([ended]) => ended as CommandResult)
    // That it cannot be sent is known by the process's end, too.
    asked.process.send(question, () => {})
    const timer = setTimeout(() => asked.process.kill('SIGKILL'), patience)
    const result = await Promise.race([answered, asked.closed.then((code) => ({ stdout: '', stderr: '', code }))])
    clearTimeout(timer)
    state = 'idle'
    if (asked.process.exitCode !== null || asked.process.signalCode !== null) child = undefined
    const { written } = asked
    asked.written = ''
    return { ...result, stderr: result.stderr + written }
  }

  return {
    run(folder, app, words, patience = PATIENCE) {
      const result = turn.then(() => answer({ folder, app, words }, patience))
      turn = result.catch(() => {})
      return result
    },
    async close() {
      await turn
      state = 'closing'
      child?.process.send('end', () => {})
      const timer = setTimeout(() => child?.process.kill('SIGKILL'), FAREWELL)
      await child?.closed
      clearTimeout(timer)
      if (fault !== undefined) throw fault
    },
  }
}
