import { errors } from '../errors.ts'
import { tell } from './print.ts'

/**
 * Lets the work of a command go on where what it prints cannot be written. Who closes a pipe early, as `head` does, has read enough: that
 * is no error. A full disk is one, and said once; the command ends with exit code 1, its files as they have to be.
 */
export function surviveLostOutput(): void {
  if (process.stdout.listeners('error').includes(onLostResult)) return
  process.stdout.on('error', onLostResult)
  // There is nowhere to say it.
  process.stderr.on('error', () => {})
}

let isTold = false

function onLostResult(cause: NodeJS.ErrnoException): void {
  if (isTold || cause.code === 'EPIPE') return
  isTold = true
  process.exitCode = 1
  tell(`error: ${errors.APP_CANNOT_WRITE({ path: 'standard output', reason: cause.message }, cause).message}`)
}
