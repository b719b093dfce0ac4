import type { Communicator } from '@romae/engine'
import { onFirst, tellBytes } from '@romae/internal/communication'
import type { CheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { rankFailed } from './ranks.ts'

/**
 * The storage of rank 0 on all ranks: it alone reads and writes, and tells the others what came of it. So all run the same code,
 * and fail with it. All ranks make the same calls in the same order.
 */
export function sharedStorage(communicator: Communicator, storage: CheckpointStorage): CheckpointStorage {
  const first = <Result>(work: () => Result | Promise<Result>) => onFirst(communicator, rankFailed, work)
  return {
    locate: (checkpoint) => storage.locate(checkpoint),
    async lock() {
      let lock: Awaited<ReturnType<CheckpointStorage['lock']>> = null
      const isMine = await first(async () => {
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
    prepare: () => first(async () => storage.prepare?.()),
    list: () => first(() => storage.list()),
    async read(checkpoint, file) {
      let bytes: Uint8Array | null = null
      const isThere = await first(async () => {
        bytes = await storage.read(checkpoint, file)
        return bytes !== null
      })
      return isThere ? tellBytes(communicator, 0, bytes) : null
    },
    replace: (checkpoint, files) => first(() => storage.replace(checkpoint, files)),
    remove: (checkpoint) => first(() => storage.remove(checkpoint)),
  }
}
