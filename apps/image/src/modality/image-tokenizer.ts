import type { Settings } from '@romae/app-common'
import { type Image, type ImageTokenizer, imageTokenizer, type StatisticsName } from '@romae/image'

/** How images become tokens. */
interface TokenizerSettings {
  /** The side of a patch, in pixels. */
  readonly patch: number
  /** `fitted`: by the statistics of the training images; else published ones, or none. */
  readonly normalize: 'fitted' | 'none' | StatisticsName
  readonly positions: 'patch' | 'unit'
}

/** A tokenizer with the statistics of these images, unless the settings name others. */
export function fitTokenizer(images: readonly Image[], settings: Settings): ImageTokenizer {
  const { patch, normalize, positions } = settings as unknown as TokenizerSettings
  const options = { patch: [patch, patch], positions } as const
  if (normalize === 'fitted') return imageTokenizer.fit(images, options)
  return imageTokenizer({ ...options, channels: images[0]?.channels ?? 3, normalize })
}
