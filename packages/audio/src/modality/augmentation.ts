import type { AugmentationRandom } from '@romae/tokenizer/modality'
import { specAugment } from '../spectrogram/spec-augment.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import type { SoundOptions } from './options.ts'

/** The masks that the options ask for; null for none. */
export function augmentation({
  augment,
}: Pick<SoundOptions, 'augment'>): ((sample: Spectrogram, random: AugmentationRandom) => Spectrogram) | null {
  const { timeMasks, timeWidth, frequencyMasks, frequencyWidth } = augment
  if (timeMasks * timeWidth === 0 && frequencyMasks * frequencyWidth === 0) return null
  const masks = { timeMasks, timeWidth, frequencyMasks, frequencyWidth }
  return (sample, random) => specAugment(sample, { ...masks, seed: random.bits() })
}
