import type { Samples } from '@romae/trainer'
import type { Settings } from '../settings/kinds.ts'
import type { Modality } from './modality.ts'

/** Samples to fine-tune on: in every epoch changed anew, where the modality and its settings say how. */
export function augmented<Sample>(
  { augment }: Pick<Modality<Sample>, 'augment'>,
  samples: readonly Sample[],
  data: Settings,
): Samples<Sample> {
  const change = augment?.(data) ?? null
  if (change === null) return samples
  return {
    length: samples.length,
    identity: JSON.stringify(data),
    sample: (index, random) => change(samples[index]!, random),
  }
}
