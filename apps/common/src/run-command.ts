import { RomaeError } from '@romae/trainer'
import { Stopped } from './run/stopped.ts'

/**
 * Runs an app's main function. What the user can mend is one line on stderr and exit code 1; a run that a signal stopped
 * says how to go on, and exits as shells expect; anything else is a fault of ours and keeps its stack.
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    process.exitCode = error instanceof Stopped ? error.exitCode : 1
    if (error instanceof Stopped) process.stderr.write(`${error.message}\n`)
    else if (RomaeError.isInstance(error) || isUsageError(error)) process.stderr.write(`error: ${error.message}\n`)
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  }
}

/** What `commander` throws for a bad argument. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('commander.')
}
