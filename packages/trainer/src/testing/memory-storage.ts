import type { CheckpointStorage } from '../checkpoints/checkpoint-storage.ts'

/** Checkpoints in memory: all that a storage has to do, and nothing of Node. */
export function memoryStorage(): CheckpointStorage {
  const kept = new Map<string, ReadonlyMap<string, Uint8Array>>()
  let isLocked = false
  return {
    locate: (checkpoint) => (checkpoint === undefined ? 'memory' : `memory/${checkpoint}`),
    async lock() {
      if (isLocked) return null
      isLocked = true
      return {
        isLost: false,
        async release() {
          isLocked = false
        },
      }
    },
    list: async () => [...kept.keys()],
    read: async (checkpoint, file) => kept.get(checkpoint)?.get(file) ?? null,
    async replace(checkpoint, files) {
      const contents = Object.entries(files).map(async ([name, pieces]) => {
        return [name, await new Blob(pieces as Uint8Array<ArrayBuffer>[]).bytes()] as const
      })
      kept.set(checkpoint, new Map(await Promise.all(contents)))
    },
    async remove(checkpoint) {
      kept.delete(checkpoint)
    },
  }
}
