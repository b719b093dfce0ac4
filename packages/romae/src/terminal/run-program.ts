import type { Communicator } from '@romae/engine'
import { outcomeOf } from '@romae/internal/communication'
import { RomaeError } from '@romae/trainer/node'
import type { Command } from 'commander'
import { joinRanks } from '../ranks/join.ts'
import { leaveRanks } from '../ranks/leave.ts'
import { currentRanks } from '../ranks/ranks.ts'
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
  if (currentRanks().communicator !== null) endByThrowing(program)
  await runMain(async () => {
    await program.parseAsync()
  })
  // A process may run several programs, one after the other: the next one prints its lines where it wants them.
  setJsonOutput(false)
}

/** The same for a main function, on all ranks where the command line says that there are some. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  surviveLostOutput()
  // What is thrown where nobody waits for it, say in a stream's callback, Node would show as it is.
  const onStray = (error: unknown) => {
    report(error)
    process.exit()
  }
  process.once('uncaughtException', onStray)
  let joined: Communicator | null = null
  try {
    joined = await joinRanks(process.argv.slice(2))
    await currentRanks().meet(await outcomeOf(main))
  } catch (error) {
    report(error)
  }
  try {
    if (joined !== null) await leaveRanks(joined, () => reported)
  } catch (error) {
    report(error)
  } finally {
    process.off('uncaughtException', onStray)
  }
}

/** What this process has ended with, told or not. */
let reported: string | null = null

function report(error: unknown): void {
  if (error instanceof Told) {
    process.exitCode = error.exitCode
    return
  }
  process.exitCode = error instanceof Stopped ? error.exitCode : 1
  reported = textOf(error)
  tell(reported)
}

function textOf(error: unknown): string {
  if (error instanceof Stopped) return error.message
  if (RomaeError.isInstance(error) || isUsageError(error)) return `error: ${indented(error.message)}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
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

/** Thrown by what has told already why it ends the program. */
class Told extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super('told')
    this.exitCode = exitCode
  }
}

/** Keeps `commander` from ending this process before the other ranks have come to their ends. */
function endByThrowing(command: Command): void {
  command.exitOverride(({ exitCode }) => {
    throw new Told(exitCode)
  })
  for (const sub of command.commands) endByThrowing(sub)
}

/** What `commander` throws for a bad argument. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('commander.')
}
