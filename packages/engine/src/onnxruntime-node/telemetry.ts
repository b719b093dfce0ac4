import { isMainThread } from 'node:worker_threads'
import { errors, reasonOf } from '../errors.ts'

/** ONNX Runtime reads it once in a process, on Linux and macOS. With `1` it collects nothing and sends nothing. */
const VARIABLE = 'ORT_DISABLE_TELEMETRY'

/** Milliseconds until a main thread that does not answer is given up. */
const PATIENCE = 10_000

/** Sets a variable of the process as a worker thread sees it: its own copy is nothing that libraries read. */
export type SetInMainThread = (name: string, value: string) => Promise<void>

/**
 * Keeps ONNX Runtime from telling its makers about this machine and these models, which it does since version 1.29 unless
 * told otherwise; also in the processes that this one starts. To be called before it is loaded. Where the environment
 * variable is set already, it stays as it is.
 *
 * @param set for worker threads; undefined in the main thread, whose `process.env` is the process's own
 * @throws ENGINE_TELEMETRY in a worker thread whose main thread cannot be reached
 */
export async function switchOffTelemetry(
  set: SetInMainThread | undefined = isMainThread ? undefined : setInMainThread,
): Promise<void> {
  const given = process.env[VARIABLE]
  const value = given || '1'
  try {
    await set?.(VARIABLE, value)
  } catch (cause) {
    // A worker starts with a copy of the process's variables, so that this one was set there.
    if (!given) throw errors.ENGINE_TELEMETRY({ variable: VARIABLE, reason: reasonOf(cause) }, cause)
  }
  // Last: a worker that could not reach the main thread is not to take its own word for it the next time.
  process.env[VARIABLE] = value
}

/** Through the inspector, the one way that needs nothing of the program in the main thread. */
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
