import { startInTerminal, whyNoTerminal } from '@romae/build/terminal'
import type { App } from './app.ts'
import { Skipped } from './case.ts'
import { commandOf, PATIENCE } from './command.ts'

/**
 * Runs a command of an app as {@link runCommand} does, with a terminal for all that it writes.
 *
 * @returns what the terminal was sent, its line ends as line feeds
 * @throws Skipped where no terminal can be made
 */
export async function runOnTerminal(folder: string, app: App, words: readonly string[]): Promise<string> {
  const why = await whyNoTerminal()
  if (why !== null) throw new Skipped(why)
  const [program, ...parameters] = commandOf(app, words)
  const terminal = await startInTerminal(program, parameters, {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  })
  const late = setTimeout(() => terminal.kill('SIGKILL'), PATIENCE)
  await terminal.ended
  clearTimeout(late)
  return terminal.text().replaceAll('\r\n', '\n')
}
