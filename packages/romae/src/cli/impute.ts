import type { Command } from 'commander'
import { imputeCommand } from '../commands/impute.ts'
import { imputeSamplesCommand } from '../commands/impute-samples.ts'
import { imputeSeveralCommand } from '../commands/impute-several.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { isSeveral } from '../several/several-modality.ts'
import { userPath } from '../write-file.ts'
import { anyKind } from './any-kind.ts'
import { givenModality, modalityOfModel } from './find-modality.ts'
import { guessModality } from './guess-modality.ts'
import { hintsOf } from './hints.ts'
import { loadModality } from './load-modality.ts'

const series = 'timeseries'

/**
 * The command `impute` for a line of words: that of series, unless `--modality`, the model or the file says that the data are of
 * another kind.
 *
 * @param words after the command's name
 * @throws RomaeError what finding and loading a modality throws
 */
export async function imputeFor(words: readonly string[]): Promise<Command> {
  const modality = await otherKind(words)
  if (modality !== null && isSeveral(modality)) return imputeSeveralCommand(modality)
  return modality === null || modality.name === series ? imputeCommand() : imputeSamplesCommand(modality)
}

async function otherKind(words: readonly string[]): Promise<HostModality<unknown> | null> {
  const known = [...imputeCommand().options, ...imputeSamplesCommand(anyKind).options]
  const { modalities, model, words: files } = hintsOf(words, known)
  if (modalities.length > 0) return givenModality(modalities)
  // Only series have a column of times, whatever else their table lists.
  if (words.some((word) => word === '--time' || word.startsWith('--time='))) return null
  const ofModel = model === undefined ? null : await modalityOfModel(userPath(model))
  if (ofModel !== null) return ofModel
  const kinds = [...(await guessModality(files.map(userPath))).keys()]
  return kinds.length === 0 || kinds.includes(series) ? null : loadModality(kinds[0]!)
}
