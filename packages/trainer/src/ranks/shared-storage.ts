import type { Communicator } from '@romae/engine'
import { outcomeOf, tellBytes, tellText } from '@romae/internal/communication'
import type { CheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { rankFailed } from './ranks.ts'

/**
 * The storage of rank 0 on all ranks: it alone reads and writes, and tells the others what came of it. So all run the same code,
 * and fail with it. All ranks make the same calls in the same order.
 */
export function sharedStorage(communicator: Communicator, storage: CheckpointStorage): CheckpointStorage {
  const isFirst = communicator.rank === 0

  /** Runs something on rank 0. @returns on all ranks what it gave there, as JSON */
  async function onFirst<Result>(work: () => Promise<Result>): Promise<Result> {
    const outcome = isFirst ? await outcomeOf(work) : null
    const said =
      outcome === null
        ? null
        : JSON.stringify('failure' in outcome ? { reason: reasonOf(outcome.failure) } : { result: outcome.result })
    const told = JSON.parse(await tellText(communicator, 0, said)) as { reason?: string; result?: Result }
    if (outcome !== null && 'failure' in outcome) throw outcome.failure
    if (told.reason !== undefined) throw rankFailed({ rank: 0, reason: told.reason })
    return told.result as Result
  }

  return {
    locate: (checkpoint) => storage.locate(checkpoint),
    async lock() {
      let lock: Awaited<ReturnType<CheckpointStorage['lock']>> = null
      const isMine = await onFirst(async () => {
        lock = await storage.lock()
        return lock !== null
      })
      if (!isMine) return null
      return {
        get isLost() {
          return lock?.isLost ?? false
        },
        release: async () => lock?.release(),
      }
    },
    prepare: () => onFirst(async () => storage.prepare?.()),
    list: () => onFirst(() => storage.list()),
    async read(checkpoint, file) {
      let bytes: Uint8Array | null = null
      const isThere = await onFirst(async () => {
        bytes = await storage.read(checkpoint, file)
        return bytes !== null
      })
      return isThere ? tellBytes(communicator, 0, bytes) : null
    },
    replace: (checkpoint, files) => onFirst(() => storage.replace(checkpoint, files)),
    remove: (checkpoint) => onFirst(() => storage.remove(checkpoint)),
  }
}

function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure)
}
