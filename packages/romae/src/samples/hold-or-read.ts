import { inOrder } from '@romae/internal/iteration'
import type { MemoryBudget } from '@romae/tokenizer/modality'
import pLimit from 'p-limit'
import { formatAmount } from '../terminal/format-amount.ts'
import { type ReadingProgress, readingProgress } from '../terminal/reading-progress.ts'
import { heldSize } from './memory-budget.ts'
import { heldSamples, type SampleList } from './sample-list.ts'
import { unchangedFiles } from './unchanged-files.ts'

/** Samples that are listed but not decoded yet. */
export interface ListedSamples<Sample> {
  readonly length: number
  /** Whether a tokenizer makes as many tokens of each. */
  readonly alike: boolean
  /** The file of a sample; null where it does not come from a file of its own. */
  file(index: number): string | null
  decode(index: number): Promise<Sample>
  /** The bytes that a sample takes beyond what it took before it was decoded. */
  bytes(sample: Sample, index: number): number
}

/** Files that are read and decoded at the same time, however large a batch is. */
const TOGETHER = 8
/** The number of samples after which the mean size decides whether all of them can fit. */
const ENOUGH = 64

/**
 * Decodes all samples and holds them if they and their tokens fit into the remaining budget. Otherwise each sample is decoded
 * when it is needed, and its file must not have changed. Results are the same either way. Shows which of the two it is, and
 * progress.
 *
 * @param name of the samples: `images`
 * @throws RomaeError what decoding throws, now or when it is the sample's turn; `APP_FILE_CHANGED` then
 */
export async function holdOrRead<Sample>(
  listed: ListedSamples<Sample>,
  name: string,
  budget: MemoryBudget,
  output: NodeJS.WriteStream = process.stderr,
): Promise<SampleList<Sample>> {
  const progress = readingProgress(`reading ${name}`, listed.length, output)
  try {
    return (await hold(listed, budget, progress)) ?? read(listed)
  } finally {
    progress.stop()
  }
}

async function hold<Sample>(
  { length, bytes, decode }: ListedSamples<Sample>,
  budget: MemoryBudget,
  progress: ReadingProgress,
): Promise<SampleList<Sample> | null> {
  const samples: Sample[] = []
  const left = budget.left()
  let taken = 0
  for await (const sample of inOrder({ length, sample: progress.watch(decode) })) {
    taken += heldSize(bytes(sample, samples.length))
    samples.push(sample)
    const all = (taken / samples.length) * length
    // Twice as much: those that come first may be the largest.
    if (taken > left || (samples.length >= ENOUGH && all > 2 * left)) {
      const sizes = `about ${formatAmount(all, 'B')} with their tokens, --memory has ${formatAmount(left, 'B')}`
      progress.say(`${length.toLocaleString('en')} would take ${sizes}: each is read whenever it is needed`)
      return null
    }
  }
  budget.take(taken)
  return heldSamples(samples)
}

function read<Sample>({ length, alike, file, decode }: ListedSamples<Sample>): SampleList<Sample> {
  const check = unchangedFiles(length)
  const limit = pLimit(TOGETHER)
  return {
    length,
    held: null,
    alike,
    sample: (index) =>
      limit(async () => {
        const path = file(index)
        if (path !== null) await check(index, path)
        return decode(index)
      }),
  }
}
