import { inputPath } from '../input.ts'
import { requireDifferentPaths } from '../parts/same-files.ts'
import { type MemoryBudget, memoryBudget } from '../samples/memory-budget.ts'
import type { Settings } from '../settings/kinds.ts'
import { tell } from '../terminal/print.ts'
import type { Modality, SampleSet } from './modality.ts'

/**
 * Reads files as the user gave them, and writes the reader's notes to stderr.
 *
 * @throws RomaeError `APP_GIVEN_TWICE`, and what reading throws
 */
export async function readSamples<Sample>(
  modality: Pick<Modality<Sample>, 'read'>,
  files: readonly string[],
  data: Settings,
  memory: MemoryBudget = memoryBudget(),
): Promise<SampleSet<Sample>> {
  await requireDifferentPaths([{ option: null, paths: files }])
  const set = await modality.read(files.map(inputPath), data, memory)
  for (const note of set.notes ?? []) tell(`note: ${note}`)
  return set
}
