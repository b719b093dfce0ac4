import { errors } from '../errors.ts'

/** A lock whose holder has not renewed it for so many milliseconds is of a process that died. */
const STALE = 15_000

/**
 * Runs alone among all processes that ask for the same folder's lock; the others wait for as long as it takes.
 *
 * @param folder has to be there
 * @param run gets a signal that is aborted if the lock is lost, e.g. because the machine slept
 * @throws RomaeError `DATASETS_LOCK`, and the caller's signal's reason when it is aborted while waiting
 */
export async function withLock<Result>(
  folder: string,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { default: lockfile } = await import('proper-lockfile')
  const { setTimeout } = await import('node:timers/promises')
  const lost = new AbortController()
  const onCompromised = (cause: Error) => lost.abort(errors.DATASETS_LOCK({ folder, reason: cause.message }, cause))
  let release: (() => Promise<void>) | undefined
  while (release === undefined) {
    signal?.throwIfAborted()
    try {
      release = await lockfile.lock(folder, { stale: STALE, onCompromised })
    } catch (cause) {
      const { code, message } = cause as { code?: string; message: string }
      if (code !== 'ELOCKED') throw errors.DATASETS_LOCK({ folder, reason: message }, cause)
      await setTimeout(100, undefined, { signal }).catch(() => {})
    }
  }
  try {
    return await run(signal ? AbortSignal.any([signal, lost.signal]) : lost.signal)
  } finally {
    // A lost lock is somebody else's by now.
    if (!lost.signal.aborted) await release()
  }
}
