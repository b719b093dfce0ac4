import { type MemoryBudget, memoryBudget } from '../samples/memory-budget.ts'
import type { Settings } from '../settings/kinds.ts'
import { tell } from '../terminal/print.ts'
import { userPath } from '../write-file.ts'
import type { Modality, SampleSet } from './modality.ts'

/** Reads files as the user gave them, and says on stderr what there is to know of them. */
export async function readSamples<Sample>(
  modality: Pick<Modality<Sample>, 'read'>,
  files: readonly string[],
  data: Settings,
  memory: MemoryBudget = memoryBudget(),
): Promise<SampleSet<Sample>> {
  const set = await modality.read(files.map(userPath), data, memory)
  for (const note of set.notes ?? []) tell(`note: ${note}`)
  return set
}
