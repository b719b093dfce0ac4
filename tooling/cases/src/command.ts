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

/** Settings of `runCommand`. */
export interface CommandSettings {
  /** Variables beside those of this process; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Milliseconds until it is killed; default one minute. */
  readonly patience?: number
}

const repository = new URL('../../../', import.meta.url)

/** What starts a command of an app on the packages' sources: a program and its words. */
export function commandOf(app: App, words: readonly string[]): readonly [string, ...string[]] {
  const main = fileURLToPath(new URL(`apps/${app}/src/main.ts`, repository))
  return [process.execPath, '--import', import.meta.resolve('tsx'), '--conditions=@romae/source', main, ...words]
}

/** Runs a command of an app as if it had been typed in `folder`. */
export function runCommand(
  folder: string,
  app: App,
  words: readonly string[],
  { env = {}, patience = 60_000 }: CommandSettings = {},
): Promise<CommandResult> {
  const [program, ...parameters] = commandOf(app, words)
  return new Promise((resolve) => {
    execFile(
      program,
      parameters,
      {
        cwd: folder,
        env: { ...process.env, INIT_CWD: folder, ...env },
        maxBuffer: 2 ** 26,
        timeout: patience,
        killSignal: 'SIGKILL',
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
        resolve({ stdout, stderr, code })
      },
    )
  })
}
