import { RomaeError } from '@romae/internal/errors'
import { errors, reasonOf } from '../errors.ts'
import { neededFileNames } from '../model/model-files.ts'
import type { CheckpointStorage } from './checkpoint-storage.ts'
import { type CheckpointReader, readVerified } from './checksums.ts'
import type { SkippedCheckpoint } from './skipped-checkpoint.ts'

export const optimizerFile = 'optimizer.safetensors'
export const runFile = 'run.json'

const stepPattern = /^step-(\d{8,15})$/

/** A checkpoint whose files are what was written. */
export interface WholeCheckpoint {
  /** As its storage calls it. */
  readonly folder: string
  readonly step: number
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** The newest whole checkpoint of a run, and the newer ones that are not whole. */
export interface FoundCheckpoint {
  readonly checkpoint: WholeCheckpoint | null
  readonly skipped: readonly SkippedCheckpoint[]
}

/** The name of a step's checkpoint: names sort as steps do. */
export function stepName(step: number): string {
  return `step-${String(step).padStart(8, '0')}`
}

export function isStepName(name: string): boolean {
  return stepPattern.test(name)
}

/** Where the files of a checkpoint are read. */
export function readerOf(storage: CheckpointStorage, step: number): CheckpointReader {
  const name = stepName(step)
  return { place: storage.locate(name), read: (file) => storage.read(name, file) }
}

/**
 * The steps that have a checkpoint in a storage, whole or not, the newest first.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`
 */
export async function listSteps(storage: CheckpointStorage): Promise<number[]> {
  let names: readonly string[]
  try {
    names = await storage.list()
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw errors.CHECKPOINT_UNREADABLE({ path: storage.locate(), reason: reasonOf(cause) }, cause)
  }
  const steps = names.map((name) => Number(stepPattern.exec(name)?.[1] ?? Number.NaN))
  return steps.filter((step, index) => stepName(step) === names[index]).sort((a, b) => b - a)
}

/**
 * Looks for the newest checkpoint whose files are all there and have their checksums.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`
 */
export async function findNewest(storage: CheckpointStorage): Promise<FoundCheckpoint> {
  const skipped: SkippedCheckpoint[] = []
  for (const step of await listSteps(storage)) {
    const reader = readerOf(storage, step)
    const verified = await readVerified(reader, [...neededFileNames, optimizerFile, runFile])
    if (verified.whole) return { checkpoint: { folder: reader.place, step, files: verified.files }, skipped }
    skipped.push({ folder: reader.place, reason: verified.reason })
  }
  return { checkpoint: null, skipped }
}
