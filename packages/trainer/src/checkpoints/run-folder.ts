import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { errors, reasonOf } from '../errors.ts'
import { modelFileNames } from '../model/model-files.ts'
import { readVerified } from './checksums.ts'
import type { SkippedCheckpoint } from './skipped-checkpoint.ts'

export const optimizerFile = 'optimizer.safetensors'
export const runFile = 'run.json'

const stepPattern = /^step-(\d{8,15})$/

/** A checkpoint whose files are what was written. */
export interface WholeCheckpoint {
  readonly folder: string
  readonly step: number
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** The newest whole checkpoint of a run, and the newer ones that are not whole. */
export interface FoundCheckpoint {
  readonly checkpoint: WholeCheckpoint | null
  readonly skipped: readonly SkippedCheckpoint[]
}

/** The name of the folder of a step's checkpoint: names sort as steps do. */
export function stepName(step: number): string {
  return `step-${String(step).padStart(8, '0')}`
}

export function isStepName(name: string): boolean {
  return stepPattern.test(name)
}

/**
 * The steps that have a checkpoint in a run's folder, whole or not, the newest first; none where there is no such folder.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`
 */
export async function listSteps(folder: string): Promise<number[]> {
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return []
    throw errors.CHECKPOINT_UNREADABLE({ path: folder, reason: reasonOf(cause) }, cause)
  }
  const steps = names.map((name) => Number(stepPattern.exec(name)?.[1] ?? Number.NaN))
  return steps.filter((step, index) => stepName(step) === names[index]).sort((a, b) => b - a)
}

/**
 * Looks for the newest checkpoint whose files are all there and have their checksums.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`
 */
export async function findNewest(folder: string): Promise<FoundCheckpoint> {
  const skipped: SkippedCheckpoint[] = []
  for (const step of await listSteps(folder)) {
    const path = join(folder, stepName(step))
    const verified = await readVerified(path, [...modelFileNames, optimizerFile, runFile])
    if (verified.whole) return { checkpoint: { folder: path, step, files: verified.files }, skipped }
    skipped.push({ folder: path, reason: verified.reason })
  }
  return { checkpoint: null, skipped }
}
