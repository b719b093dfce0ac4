import { modelFolderOf } from '../modality/trained-model.ts'
import type { Splits } from './divide.ts'
import { pretrainingSeen } from './seen-notes.ts'
import { readHistory, seenRecord, seenSamples } from './seen-samples.ts'
import type { Split } from './split.ts'

/** Notes and records of the samples that a fine-tuned model is trained and tested on. */
export interface SplitHistory {
  readonly notes: readonly string[]
  /** For `results.json`. */
  readonly results: Readonly<Record<string, unknown>>
  /** What stands beside the model: see `seenFile`. */
  readonly record: unknown
}

/**
 * Compares splits with the samples that pre-training has seen.
 *
 * @param from the folder of the run or model to start from, as the user gave it and as it is; null: from scratch
 * @param name of the samples: `series`
 * @throws RomaeError `APP_NO_MODEL` for a record that cannot be read
 */
export async function splitHistory<Sample>(
  { train, validation, test }: Splits<Sample>,
  from: { readonly given: string; readonly folder: string } | null,
  name: string,
): Promise<SplitHistory> {
  const training = seenSamples(train.keys)
  const chosenBy = validation && seenSamples(validation.keys)
  if (from === null) {
    return { notes: [], results: {}, record: seenRecord({ training, validation: chosenBy, pretraining: null }) }
  }
  const history = await readHistory(modelFolderOf(from.folder))
  const seenOf = ({ keys }: Split<Sample>, what: string) => pretrainingSeen(keys, history, from.given, { what, name })
  const ofTest = seenOf(test, 'to test')
  const ofValidation = validation && seenOf(validation, 'to choose by')
  const pretraining = history?.training ?? 'unknown'
  return {
    notes: [...(ofValidation?.notes ?? []), ...ofTest.notes],
    results: { seenInPretraining: ofTest.overlap },
    record: seenRecord({ training, validation: chosenBy, pretraining }),
  }
}
