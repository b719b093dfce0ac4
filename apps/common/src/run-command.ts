import { RomaeError } from '@romae/trainer'

/**
 * Runs an app's main function. What the user can mend is one line on stderr and exit code 1; anything else is a fault of
 * ours and keeps its stack.
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    process.exitCode = 1
    if (RomaeError.isInstance(error) || isUsageError(error)) process.stderr.write(`error: ${error.message}\n`)
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  }
}

/** What `commander` throws for a bad argument. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('commander.')
}
