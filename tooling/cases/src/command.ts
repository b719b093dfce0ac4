import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { App } from './app.ts'

/** How a command ended. */
export interface CommandResult {
  readonly stdout: string
  readonly stderr: string
  /** 0: it succeeded; null: it was killed, by itself or for taking too long. */
  readonly code: number | null
}

const repository = new URL('../../../', import.meta.url)

/** The words by which Node runs the packages' sources. */
function onSources(): string[] {
  return ['--import', import.meta.resolve('tsx'), '--conditions=@romae/source']
}

/** What starts a command of an app on the packages' sources: a program and its words. */
export function commandOf(app: App, words: readonly string[]): readonly [string, ...string[]] {
  const main = fileURLToPath(new URL(`apps/${app}/src/main.ts`, repository))
  return [process.execPath, ...onSources(), main, ...words]
}

/** Milliseconds until a command is killed. */
export const PATIENCE = 60_000

/** Runs a command of an app as if it had been typed in `folder`, in a process of its own. */
export function runCommand(folder: string, app: App, words: readonly string[]): Promise<CommandResult> {
  const [program, ...parameters] = commandOf(app, words)
  return new Promise((resolve) => {
    const env = { ...process.env, INIT_CWD: folder }
    const options = { cwd: folder, env, maxBuffer: 2 ** 26, timeout: PATIENCE, killSignal: 'SIGKILL' } as const
    execFile(program, parameters, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      resolve({ stdout, stderr, code })
    })
  })
}
