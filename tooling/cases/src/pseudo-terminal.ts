import { execFile, spawnSync } from 'node:child_process'
import type { App } from './app.ts'
import { Skipped } from './case.ts'
import { commandOf } from './command.ts'

/** What puts a program onto a terminal of its own, and shows us what it writes there. */
const launchers: readonly ((command: readonly string[]) => readonly [string, ...string[]])[] = [
  // Of util-linux, which takes one line for a shell.
  (command) => ['script', '-qec', command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' '), '/dev/null'],
  (command) => ['python3', '-c', 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)', ...command],
]

/**
 * Runs a command of an app as {@link runCommand} does, with a terminal for all that it writes.
 *
 * @returns what the terminal was sent, its line ends as line feeds
 * @throws Skipped where there is nothing to make a terminal with
 */
export function runOnTerminal(folder: string, app: App, words: readonly string[]): Promise<string> {
  const launch = launchers.find((candidate) => {
    const [program, ...parameters] = candidate(['echo', 'on'])
    return spawnSync(program, parameters, { encoding: 'utf8' }).stdout?.trim() === 'on'
  })
  if (launch === undefined) throw new Skipped('needs script of util-linux, or python3, to make a terminal')
  const [program, ...parameters] = launch(commandOf(app, words))
  const options = { cwd: folder, env: { ...process.env, INIT_CWD: folder }, timeout: 60_000, maxBuffer: 2 ** 26 }
  return new Promise((resolve) => {
    execFile(program, parameters, options, (_, stdout) => resolve(stdout.replaceAll('\r\n', '\n')))
  })
}
