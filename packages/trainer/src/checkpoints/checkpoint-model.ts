import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { errors, listSkipped, reasonOf } from '../errors.ts'
import { jsonOf, neededFileNames, readModel } from '../model/model-files.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import type { CheckpointStorage } from './checkpoint-storage.ts'
import { type CheckpointReader, checksumFile, pathIn, readVerified } from './checksums.ts'
import { findNewest, readerOf, runFile, type WholeCheckpoint } from './find-checkpoint.ts'
import { checkRunRecord } from './run-record.ts'
import type { SkippedCheckpoint } from './skipped-checkpoint.ts'

export const choiceSchema = {
  checkpoint: {
    kind: 'choice',
    of: ['newest', 'best'],
    default: 'newest',
    help: 'of a run: the newest checkpoint, or that of the best evaluation so far',
  },
  onSkipped: {
    kind: value<(skipped: readonly SkippedCheckpoint[]) => void>(),
    help: 'called with the checkpoints of a run that are newer than the one taken, and not whole',
  },
} as const satisfies Schema

/** Which checkpoint of a run to take. */
export interface CheckpointChoice extends OptionsOf<typeof choiceSchema> {}

/**
 * Reads the model of a checkpoint of a run: of the newest that is whole, or of that of the best evaluation.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, naming the file; its `cause` says more
 */
export async function readRunModel(
  storage: CheckpointStorage,
  { checkpoint: wanted = 'newest', onSkipped }: CheckpointChoice,
): Promise<RomaeModel> {
  const { checkpoint, skipped } = await findNewest(storage)
  if (checkpoint === null) {
    const reason = skipped.length === 0 ? 'it has none' : `none of its checkpoints is whole: ${listSkipped(skipped)}`
    throw errors.CHECKPOINT_UNREADABLE({ path: storage.locate(), reason })
  }
  if (skipped.length > 0) onSkipped?.(skipped)
  if (wanted === 'best') return readCheckpointModel(readerOf(storage, bestStep(checkpoint)))
  return readModel(checkpoint.folder, (name) => checkpoint.files.get(name) ?? null)
}

/** The step of the best evaluation, as a checkpoint knows it. @throws RomaeError `CHECKPOINT_UNREADABLE` */
function bestStep({ folder, step, files }: WholeCheckpoint): number {
  try {
    const { best } = checkRunRecord(jsonOf(files.get(runFile)!), step).state.selection
    if (best === null) throw new Error('the run has evaluated nothing yet')
    return best.step
  } catch (cause) {
    throw errors.CHECKPOINT_UNREADABLE({ path: pathIn(folder, runFile), reason: reasonOf(cause) }, cause)
  }
}

/**
 * Reads the model of one checkpoint, comparing its files with their checksums.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`
 */
export async function readCheckpointModel(reader: CheckpointReader): Promise<RomaeModel> {
  const verified = await readVerified(reader, neededFileNames)
  if (verified.whole) return readModel(reader.place, (name) => verified.files.get(name) ?? null)
  const reason = `${verified.reason}; delete ${checksumFile} if the files were replaced on purpose`
  throw errors.CHECKPOINT_UNREADABLE({ path: reader.place, reason })
}
