import { type Spectrogram, specAugment } from '@romae/audio'
import type { Random } from '@romae/core'
import type { Settings } from 'romae'

/** SpecAugment's masks: how many, and the most frames or bins of each. */
export interface SoundAugmentation extends Settings {
  readonly timeMasks: number
  readonly timeWidth: number
  readonly frequencyMasks: number
  readonly frequencyWidth: number
}

/** The masks that the settings ask for; null for none. */
export function augmentation(settings: Settings): ((sample: Spectrogram, random: Random) => Spectrogram) | null {
  const { timeMasks, timeWidth, frequencyMasks, frequencyWidth } = (settings as { augment: SoundAugmentation }).augment
  if (timeMasks * timeWidth === 0 && frequencyMasks * frequencyWidth === 0) return null
  const masks = { timeMasks, timeWidth, frequencyMasks, frequencyWidth }
  return (sample, random) => specAugment(sample, { ...masks, seed: random.bits() })
}
