import { RomaeError } from '@romae/trainer/node'
import type { Command } from 'commander'
import { setProgramName } from '../run/program-name.ts'
import { Stopped } from '../run/stopped.ts'
import { setUserFolder } from '../write-file.ts'
import { print, tell } from './print.ts'
import { setJsonOutput } from './result.ts'
import { surviveLostOutput } from './survive-lost-output.ts'

/**
 * Runs an app on the words of its command line. What the user can mend is one line on stderr and exit code 1; a run that a
 * signal stopped says how to go on, and exits as shells expect; anything else is a fault of ours and keeps its stack.
 *
 * @param folder where the words were typed: paths are relative to it. Default: the folder of the process
 */
export async function runProgram(program: Command, folder = '.'): Promise<void> {
  setUserFolder(folder)
  setProgramName(program.name())
  showSafely(program)
  await runMain(async () => {
    await program.parseAsync()
  })
  // A process may run several programs, one after the other: the next one prints its lines where it wants them.
  setJsonOutput(false)
}

/** The same for a main function. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  surviveLostOutput()
  // What is thrown where nobody waits for it, say in a stream's callback, Node would show as it is.
  const onStray = (error: unknown) => {
    report(error)
    process.exit()
  }
  process.once('uncaughtException', onStray)
  try {
    await main()
  } catch (error) {
    report(error)
  } finally {
    process.off('uncaughtException', onStray)
  }
}

function report(error: unknown): void {
  process.exitCode = error instanceof Stopped ? error.exitCode : 1
  if (error instanceof Stopped) tell(error.message)
  else if (RomaeError.isInstance(error) || isUsageError(error)) tell(`error: ${indented(error.message)}`)
  else tell(error instanceof Error ? (error.stack ?? error.message) : String(error))
}

/** What a message quotes, a path say, cannot begin a line as one of ours. */
function indented(message: string): string {
  return message.replaceAll('\n', '\n  ')
}

/** Lets `commander` show helps and what is wrong with words, which it quotes, as all else is shown. */
function showSafely(command: Command): void {
  command.configureOutput({
    writeOut: (text) => print(text.replace(/\n$/, '')),
    writeErr: (text) => tell(text.replace(/\n$/, '')),
  })
  for (const sub of command.commands) showSafely(sub)
}

/** What `commander` throws for a bad argument. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('commander.')
}
