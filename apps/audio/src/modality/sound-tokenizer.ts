import {
  type PositionUnit,
  type Spectrogram,
  type SpectrogramTokenizer,
  type Standardization,
  spectrogramTokenizer,
} from '@romae/audio'
import { type SampleList, type Settings, samplesInOrder } from 'romae'

/** How spectrograms become tokens; null: absent. */
interface TokenizerSettings {
  readonly patch: readonly [frames: number, bins: number]
  readonly frames: number | null
  readonly fill: number | null
  readonly standardize: Standardization
  readonly positions: PositionUnit
}

/** A tokenizer with the statistics of these spectrograms. */
export function fitTokenizer(samples: SampleList<Spectrogram>, settings: Settings): Promise<SpectrogramTokenizer> {
  const { patch, frames, fill, standardize, positions } = settings as unknown as TokenizerSettings
  return spectrogramTokenizer.fitAsync(samplesInOrder(samples), {
    patch,
    standardize,
    positions,
    ...(frames !== null && { frames }),
    ...(fill !== null && { fill }),
  })
}
