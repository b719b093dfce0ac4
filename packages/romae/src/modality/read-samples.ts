import type { MemoryBudget, Purpose } from '@romae/tokenizer/modality'
import { inputPath } from '../input.ts'
import { memoryBudget } from '../samples/memory-budget.ts'
import type { Settings } from '../settings/settings.ts'
import { requireDifferentPaths } from '../splits/same-files.ts'
import { tell } from '../terminal/print.ts'
import type { HostModality, SampleSet } from './host-modality.ts'

/**
 * Reads files as the user gave them, and writes the reader's notes to stderr.
 *
 * @throws RomaeError `APP_GIVEN_TWICE`, and what reading throws
 */
export async function readSamples<Sample>(
  modality: Pick<HostModality<Sample>, 'read'>,
  files: readonly string[],
  data: Settings,
  memory: MemoryBudget = memoryBudget(),
  purpose: Purpose = 'train',
): Promise<SampleSet<Sample>> {
  await requireDifferentPaths([{ option: null, paths: files }])
  const set = await modality.read(files.map(inputPath), data, memory, purpose)
  for (const note of set.notes ?? []) tell(`note: ${note}`)
  // A file that is a sample by itself is called as the user called it.
  const typed = new Map(files.map((file) => [inputPath(file), file]))
  return { ...set, ids: set.ids.map((id) => typed.get(id) ?? id) }
}
