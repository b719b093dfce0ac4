import type { Ended } from './ended.ts'
import { runHere } from './run-here.ts'
import { type Running, startProcess } from './start-process.ts'

/** An app for its tests. */
export interface AppCommands {
  /** Runs a command in this process, however it ends; one at a time. */
  readonly tryApp: (folder: string, ...words: readonly string[]) => Promise<Ended>
  /** The same of a command that must succeed. @returns what it printed */
  readonly runApp: (folder: string, ...words: readonly string[]) => Promise<string>
  /** Starts a process, for signals, and for what only a whole process shows. */
  readonly startApp: (folder: string, ...words: readonly string[]) => Promise<Running>
  /** Runs a process that must succeed: the way of a user, once a command. @returns what it printed */
  readonly spawnApp: (folder: string, ...words: readonly string[]) => Promise<string>
}

/**
 * The commands of an app, run in this process or in one of their own.
 *
 * @param run runs the process's words, as `main` does
 */
export function appCommands(run: () => Promise<void>, main: URL): AppCommands {
  const tryApp: AppCommands['tryApp'] = (folder, ...words) => runHere(run, folder, words)
  const startApp: AppCommands['startApp'] = (folder, ...words) => startProcess(main, folder, words)
  return {
    tryApp,
    startApp,
    runApp: async (folder, ...words) => printedBy(words, await tryApp(folder, ...words)),
    spawnApp: async (folder, ...words) => printedBy(words, await (await startApp(folder, ...words)).ended),
  }
}

function printedBy(words: readonly string[], { code, stdout, stderr }: Ended): string {
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${stderr}`)
  return stdout
}
