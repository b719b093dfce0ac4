import type { Tfjs } from '../program/call-program.ts'

/**
 * Calls a synchronous function with another backend current. `tf.setBackend` is declared asynchronous, but switches at
 * once to a backend that is initialised already.
 */
export function onBackend<T>(tf: Tfjs, backend: string, work: () => T): T {
  const current = tf.getBackend()
  if (current === backend) return work()
  void tf.setBackend(backend)
  try {
    return work()
  } finally {
    void tf.setBackend(current)
  }
}
