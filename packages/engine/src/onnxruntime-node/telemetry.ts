import { isMainThread } from 'node:worker_threads'
import { errors, reasonOf } from '../errors.ts'

/** ONNX Runtime reads it once in a process, on Linux and macOS. With `1` it collects nothing and sends nothing. */
const VARIABLE = 'ORT_DISABLE_TELEMETRY'

/** Milliseconds to wait for the main thread to answer. */
const PATIENCE = 10_000

/** Sets an environment variable of the process from a worker thread, whose `process.env` is a copy that libraries ignore. */
export type SetInMainThread = (name: string, value: string) => Promise<void>

/**
 * Switches off ONNX Runtime's telemetry, which since version 1.29 is on by default, for this process and those that it
 * starts. Call it before ONNX Runtime is loaded. An environment variable that is set already stays as it is.
 *
 * @param set for worker threads; undefined in the main thread, whose `process.env` is the process's own
 * @throws RomaeError `ENGINE_TELEMETRY` in a worker thread whose main thread cannot be reached
 */
export async function switchOffTelemetry(
  set: SetInMainThread | undefined = isMainThread ? undefined : setInMainThread,
): Promise<void> {
  const given = process.env[VARIABLE]
  const value = given || '1'
  try {
    await set?.(VARIABLE, value)
  } catch (cause) {
    // A worker's variables are a copy of the process's, where this one must have been set.
    if (!given) throw errors.ENGINE_TELEMETRY({ variable: VARIABLE, reason: reasonOf(cause) }, cause)
  }
  // Last, so that a worker that failed to reach the main thread tries again next time.
  process.env[VARIABLE] = value
}

/** Uses the inspector, which needs no cooperation of the program in the main thread. */
async function setInMainThread(name: string, value: string): Promise<void> {
  const { Session } = await import('node:inspector')
  const session = new Session()
  session.connectToMainThread()
  try {
    const expression = `process.env.${name} ||= ${JSON.stringify(value)}`
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the main thread does not answer')), PATIENCE)
      session.post('Runtime.evaluate', { expression }, (error, answer) => {
        clearTimeout(timer)
        if (error) reject(error)
        else if (answer.exceptionDetails) reject(new Error(answer.exceptionDetails.text))
        else resolve()
      })
    })
  } finally {
    session.disconnect()
  }
}
