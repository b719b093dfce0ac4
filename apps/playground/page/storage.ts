import { type CheckpointStorage, folderStorage } from '@romae/trainer/browser'

/** Of runs of this worker, where the browser keeps nothing. */
const inMemory = new Map<string, CheckpointStorage>()

/** Where a run's checkpoints go, and whether they outlast the page. */
export interface RunStorage {
  readonly storage: CheckpointStorage
  readonly isLasting: boolean
}

/** The browser's private files, where there are some; else memory, from which a run goes on until the page is left. */
export async function runStorage(run: string): Promise<RunStorage> {
  const storage = folderStorage(`playground/${run}`)
  try {
    await storage.prepare?.()
    return { storage, isLasting: true }
  } catch {
    const kept = inMemory.get(run) ?? memoryStorage()
    inMemory.set(run, kept)
    return { storage: kept, isLasting: false }
  }
}

/** Checkpoints in memory alone. */
function memoryStorage(): CheckpointStorage {
  const kept = new Map<string, ReadonlyMap<string, Uint8Array>>()
  return {
    locate: (checkpoint) => (checkpoint === undefined ? 'memory' : `memory/${checkpoint}`),
    lock: async () => ({ isLost: false, release: async () => {} }),
    list: async () => [...kept.keys()],
    read: async (checkpoint, file) => kept.get(checkpoint)?.get(file) ?? null,
    async replace(checkpoint, files) {
      const contents = Object.entries(files).map(async ([name, pieces]) => {
        const bytes = await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer()
        return [name, new Uint8Array(bytes)] as const
      })
      kept.set(checkpoint, new Map(await Promise.all(contents)))
    },
    async remove(checkpoint) {
      kept.delete(checkpoint)
    },
  }
}
