/** The files of a checkpoint by name, each in pieces that follow each other: large ones need not be in memory twice. */
export type CheckpointFiles = Readonly<Record<string, readonly Uint8Array[]>>

/** What a run has while a storage is its own. */
export interface StorageLock {
  /** Whether it was taken away: the run ends then, and saves nothing more. */
  readonly isLost: boolean
  /** Gives it back. */
  release(): Promise<void>
}

/**
 * Where a run keeps its checkpoints: files in sets, each set under the name of its checkpoint, such as `step-00000120`.
 * `@romae/trainer/node` has the one for folders; a browser may have one in IndexedDB or in its private file system.
 *
 * What a method throws ends the run with `CHECKPOINT_UNWRITABLE` or `CHECKPOINT_UNREADABLE`, whose `cause` it is; a `RomaeError`
 * ends it as it is.
 */
export interface CheckpointStorage {
  /** How events and errors call the storage and, where one is given, a checkpoint in it: a path, or any other name. */
  locate(checkpoint?: string): string
  /** Makes the storage ready and keeps other runs out until it is released; null: another run has it. */
  lock(): Promise<StorageLock | null>
  /** Called once under the lock, before a run begins or goes on: tries that it can be written to, and tidies up. */
  prepare?(): Promise<void>
  /** The names of the checkpoints; none where nothing was kept yet. Other names are passed over. */
  list(): Promise<readonly string[]>
  /** One file of a checkpoint; null where there is none. */
  read(checkpoint: string, file: string): Promise<Uint8Array | null>
  /**
   * Keeps a checkpoint in place of one of the same name, whole or not at all, and lastingly: when the promise resolves it
   * survives the end of the process.
   */
  replace(checkpoint: string, files: CheckpointFiles): Promise<void>
  remove(checkpoint: string): Promise<void>
}

const methods = ['locate', 'lock', 'list', 'read', 'replace', 'remove'] as const satisfies (keyof CheckpointStorage)[]

/** Whether an object has all methods that a storage must have. */
export function isCheckpointStorage(value: unknown): value is CheckpointStorage {
  if (typeof value !== 'object' || value === null) return false
  return methods.every((method) => typeof (value as Partial<CheckpointStorage>)[method] === 'function')
}
