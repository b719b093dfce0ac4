import { createHash } from 'node:crypto'
import type { Random } from '@romae/core'
import { inOrder } from '@romae/internal/iteration'
import type { AnyTokenizer, SampleSource, Samples } from '@romae/trainer/node'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { singleTokenizer } from '../modality/single-tokenizer.ts'
import type { Settings } from '../settings/settings.ts'
import { readingProgress } from '../terminal/reading-progress.ts'
import { heldSamples, type SampleList } from './sample-list.ts'

/** A set's samples for the trainer: those that are held as an array, others as a source. */
export async function trainerSamples<Sample>(
  set: SampleSet<Sample>,
  tokenizer: AnyTokenizer<Sample>,
): Promise<Samples<Sample>> {
  return set.samples.held ?? (await sourceOf(set, tokenizer))
}

/**
 * Samples to fine-tune on: in every epoch changed anew, where the modality and its settings say how. A changed sample has
 * no more tokens.
 */
export async function augmentedSamples<Sample>(
  { augment, identify = (all) => all }: Pick<HostModality<Sample>, 'augment' | 'identify'>,
  set: SampleSet<Sample>,
  tokenizer: AnyTokenizer<Sample>,
  data: Settings,
): Promise<Samples<Sample>> {
  const change = augment?.(data) ?? null
  if (change === null) return trainerSamples(set, tokenizer)
  if (set.samples.held !== null) return changedSamples(set.samples.held, tokenizer, change, identify(data))
  const source = await sourceOf(set, tokenizer)
  const sample = async (index: number, random: Random) => change(await set.samples.sample(index), random)
  return { ...source, sample }
}

/** Samples in memory, changed anew in every epoch. A changed sample has no more tokens. `data` are the settings of it. */
export async function changedSamples<Sample>(
  held: readonly Sample[],
  tokenizer: AnyTokenizer<Sample>,
  change: (sample: Sample, random: Random) => Sample,
  data: Settings,
): Promise<SampleSource<Sample>> {
  const tokenCounts = await countTokens(heldSamples(held), tokenizer)
  return {
    length: held.length,
    fingerprint: JSON.stringify(data),
    ...tokenCounts,
    sample: (index, random) => change(held[index]!, random),
  }
}

/**
 * Predicts for all samples, with a progress line if they are read on demand.
 *
 * @param label what is being done, e.g. `classify`
 */
export async function predictAll<Sample, Result>(
  set: SampleSet<Sample>,
  tokenizer: AnyTokenizer<Sample>,
  label: string,
  predict: (samples: Samples<Sample>) => Promise<Result>,
): Promise<Result> {
  if (set.samples.held !== null) return predict(set.samples.held)
  const source = await sourceOf(set, tokenizer)
  const progress = readingProgress(label, source.length)
  try {
    return await predict({ ...source, sample: progress.watch(source.sample) })
  } finally {
    progress.stop()
  }
}

async function sourceOf<Sample>(
  { samples, ids, data }: SampleSet<Sample>,
  tokenizer: AnyTokenizer<Sample>,
): Promise<SampleSource<Sample>> {
  const { length, sample } = samples
  const names = createHash('sha256').update(JSON.stringify(ids)).digest('hex')
  const tokenCounts = await countTokens(samples, tokenizer)
  return { length, fingerprint: `${JSON.stringify(data)}:${names}`, ...tokenCounts, sample: (index) => sample(index) }
}

/**
 * The number of tokens of each sample: that of the first if all are equal, otherwise by reading every sample once. Those of several
 * modalities are counted by the trainer, which has to know the number of each.
 */
async function countTokens<Sample>(
  samples: SampleList<Sample>,
  tokenizer: AnyTokenizer<Sample>,
): Promise<Pick<SampleSource<Sample>, 'tokenCounts'>> {
  if (singleTokenizer(tokenizer) === null) return {}
  if (samples.alike) return { tokenCounts: (await tokenizer.tokenize(await samples.sample(0))).length }
  const { length } = samples
  const progress = readingProgress('counting tokens', length)
  const counts: number[] = []
  try {
    for await (const sample of inOrder({ length, sample: progress.watch(samples.sample) })) {
      counts.push((await tokenizer.tokenize(sample)).length)
    }
    return { tokenCounts: counts }
  } finally {
    progress.stop()
  }
}
