import {
  type ChannelStatistics,
  channelStatistics,
  type Image,
  type ImageTokenizer,
  imageTokenizer,
  type StatisticsName,
} from '@romae/image'
import { type SampleList, type Settings, samplesInOrder } from 'romae'

/** How images become tokens. */
interface TokenizerSettings {
  /** The side of a patch, in pixels. */
  readonly patch: number
  /** `fitted`: by the statistics of the training images; else published ones, or none. */
  readonly normalize: 'fitted' | 'none' | StatisticsName
  readonly positions: 'patch' | 'unit'
}

/** A tokenizer with the statistics of these images, unless the settings name others. All have as many channels. */
export async function fitTokenizer(images: SampleList<Image>, settings: Settings): Promise<ImageTokenizer> {
  const { patch, normalize, positions } = settings as unknown as TokenizerSettings
  const { channels } = await images.sample(0)
  const make = (statistics: ChannelStatistics | StatisticsName | 'none') =>
    imageTokenizer({ patch: [patch, patch], positions, channels, normalize: statistics })
  if (normalize !== 'fitted') return make(normalize)
  // What is wrong with the other settings is said before all images are gone through.
  make('none')
  return make(await channelStatistics(samplesInOrder(images)))
}
