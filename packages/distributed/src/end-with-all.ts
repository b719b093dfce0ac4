import { writeSync } from 'node:fs'
import { inspect } from 'node:util'

/**
 * Sees to it that a process that ends before its time ends the others: they would wait for it, or, under some launchers, pass as a
 * success.
 *
 * @returns what calls that off
 */
export function endWithAll(abort: (code: number) => void): () => void {
  let uncaught: { readonly error: unknown } | null = null
  const remember = (error: unknown) => {
    uncaught = { error }
  }
  const end = (code: number) => {
    // Node would print it after this, and there is no after.
    if (uncaught !== null) writeSync(2, `${inspect(uncaught.error)}\n`)
    abort(code === 0 ? 1 : code)
  }
  process.on('uncaughtExceptionMonitor', remember)
  process.on('exit', end)
  return () => {
    process.off('uncaughtExceptionMonitor', remember)
    process.off('exit', end)
  }
}
