import type { Tokenizer } from '@romae/tokenizer'
import type { AnyTokenizer } from '@romae/trainer/node'
import type { HostModality } from '../modality/host-modality.ts'
import { singleTokenizer } from '../modality/single-tokenizer.ts'
import type { Settings } from '../settings/settings.ts'
import { print } from '../terminal/print.ts'
import { readingProgress } from '../terminal/reading-progress.ts'
import type { SampleList } from './sample-list.ts'

/**
 * A tokenizer with the statistics of these samples. Says how far it is where they are read on the way, what it found, and what
 * it warns of.
 */
export async function fitTokenizer<Sample>(
  modality: Pick<HostModality<Sample>, 'fit' | 'samples' | 'describe'>,
  samples: SampleList<Sample>,
  settings: Settings,
): Promise<AnyTokenizer<Sample>> {
  const tokenizer = await fit(modality, samples, settings)
  printTokenizer(modality, tokenizer)
  printWarnings(singleTokenizer(tokenizer) ?? {})
  return tokenizer
}

/** Shows what should be known of a tokenizer before training. */
export function printTokenizer<Sample>(
  { describe }: Pick<HostModality<Sample>, 'describe'>,
  tokenizer: AnyTokenizer<Sample>,
): void {
  for (const line of describe?.(tokenizer) ?? []) print(line)
}

/** Shows what fitting a tokenizer found. */
export function printWarnings({ warnings = [] }: Pick<Tokenizer<unknown>, 'warnings'>): void {
  for (const { message } of warnings) print(`warning: ${message}`)
}

async function fit<Sample>(
  modality: Pick<HostModality<Sample>, 'fit' | 'samples'>,
  samples: SampleList<Sample>,
  settings: Settings,
): Promise<AnyTokenizer<Sample>> {
  if (samples.held !== null) return modality.fit(samples, settings)
  const progress = readingProgress(`statistics of ${modality.samples}`, samples.length)
  try {
    return await modality.fit({ ...samples, sample: progress.watch(samples.sample) }, settings)
  } finally {
    progress.stop()
  }
}
